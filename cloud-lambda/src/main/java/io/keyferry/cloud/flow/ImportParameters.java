package io.keyferry.cloud.flow;

import io.keyferry.model.Blob;
import io.keyferry.model.WrappingPublicKey;
import java.time.Instant;

/**
 * KMS {@code GetParametersForImport}: a wrapping key and the token that belongs to it, 24 hours.
 */
public record ImportParameters(WrappingPublicKey wrappingKey, Blob importToken, Instant validTo) {}
