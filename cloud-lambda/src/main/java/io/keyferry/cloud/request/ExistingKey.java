package io.keyferry.cloud.request;

/**
 * A KMS key that is there already.
 *
 * @param keyId as KMS takes it: id, ARN, alias or the ARN of an alias
 */
public record ExistingKey(String keyId) implements KeyChoice {}
