package io.keyferry.cloud.request;

/** Which KMS key the material goes into. */
public sealed interface KeyChoice permits NewKey, ExistingKey, Verification {}
