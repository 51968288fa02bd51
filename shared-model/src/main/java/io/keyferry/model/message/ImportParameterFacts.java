package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Instant;

/**
 * What KMS returned for one attempt.
 *
 * @param wrappingKey SHA-256 over the DER SubjectPublicKeyInfo of the wrapping key
 * @param importToken SHA-256 of the import token
 * @param obtainedAt UTC, to the millisecond
 * @param validTo UTC, to the millisecond
 */
@Json
public record ImportParameterFacts(
    Sha256 wrappingKey,
    Sha256 importToken,
    Instant obtainedAt,
    Instant validTo,
    WrappingAlgorithm wrappingAlgorithm,
    WrappingKeySpec wrappingKeySpec) {

  public ImportParameterFacts {
    Required.present(wrappingKey, "wrappingKey");
    Required.present(importToken, "importToken");
    obtainedAt = Required.milliseconds(obtainedAt, "obtainedAt");
    validTo = Required.milliseconds(validTo, "validTo");
    Required.present(wrappingAlgorithm, "wrappingAlgorithm");
    Required.present(wrappingKeySpec, "wrappingKeySpec");
  }
}
