package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * The only order that the cloud gives: wrap this key (generate it if it does not exist) under this
 * wrapping key.
 *
 * @param importId names the import, and through {@link CkaId#of(ImportId)} the key in the HSM
 * @param attempt 1 for the first; new import parameters start a new attempt
 * @param audience the agent that may act on it, identified by its signing key
 * @param issuedAt UTC, to the millisecond
 * @param expiresAt UTC; the job is refused from then on
 * @param wrappingKey KMS's, DER SubjectPublicKeyInfo
 * @param existingKey an HSM key, by its {@code CKA_ID} or label: only this key may be wrapped, and
 *     none is generated
 * @param makeExtractable whether an existing key may be made extractable for this wrap and
 *     unextractable after it
 */
@Json
public record WrapJob(
    ImportId importId,
    int attempt,
    KeyThumbprint audience,
    Instant issuedAt,
    Instant expiresAt,
    KeyArn keyArn,
    KeySpec keySpec,
    WrappingAlgorithm wrappingAlgorithm,
    WrappingKeySpec wrappingKeySpec,
    WrappingPublicKey wrappingKey,
    Optional<HsmKeyName> existingKey,
    boolean makeExtractable) {

  /** More attempts than any import may have. */
  public static final int MAX_ATTEMPTS = 100;

  public WrapJob {
    Required.present(importId, "importId");
    Required.between(1, attempt, MAX_ATTEMPTS, "attempt");
    Required.present(audience, "audience");
    issuedAt = Required.milliseconds(issuedAt, "issuedAt");
    expiresAt = Required.milliseconds(expiresAt, "expiresAt");
    Required.present(keyArn, "keyArn");
    Required.present(keySpec, "keySpec");
    Required.present(wrappingAlgorithm, "wrappingAlgorithm");
    Required.present(wrappingKeySpec, "wrappingKeySpec");
    Required.present(wrappingKey, "wrappingKey");
    Required.present(existingKey, "existingKey");
    if (makeExtractable && existingKey.isEmpty()) {
      throw InvalidValueException.of("existingKey beside makeExtractable", "a job without it");
    }
    if (!issuedAt.isBefore(expiresAt)) {
      throw InvalidValueException.of("expiresAt after issuedAt " + issuedAt, expiresAt.toString());
    }
  }

  /** The HSM key to wrap: the one that the job names, else the import's own. */
  public HsmKeyName hsmKey() {
    return existingKey.orElseGet(() -> new HsmKeyName.Id(CkaId.of(importId)));
  }
}
