package io.keyferry.cloud.kms;

/**
 * What KMS answered.
 *
 * @param requestId KMS's, by which CloudTrail has the call
 */
public record KmsAnswer<T>(T content, String requestId) {}
