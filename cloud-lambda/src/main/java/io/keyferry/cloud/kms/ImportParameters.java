package io.keyferry.cloud.kms;

import io.keyferry.model.value.Blob;
import io.keyferry.model.value.WrappingPublicKey;
import java.time.Instant;

/** KMS {@code GetParametersForImport}: a wrapping key and its import token, valid for 24 hours. */
public record ImportParameters(WrappingPublicKey wrappingKey, Blob importToken, Instant validTo) {}
