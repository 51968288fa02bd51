package io.keyferry.cloud.kms;

/**
 * An answer from KMS.
 *
 * @param requestId KMS's, under which CloudTrail has the call
 */
public record KmsAnswer<T>(T content, String requestId) {}
