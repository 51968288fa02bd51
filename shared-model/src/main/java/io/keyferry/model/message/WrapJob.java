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
import io.keyferry.model.value.Wrapping;
import io.keyferry.model.value.WrappingPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * The only order that the cloud gives: wrap this key (generate it if it does not exist) under this
 * wrapping key. In JSON, it is one flat object.
 *
 * @param id names the job, and its import through {@link CkaId#of(ImportId)} the key in the HSM
 */
public record WrapJob(JobId id, Validity validity, KmsKey kmsKey, Wrapping wrapping, HsmKey hsm) {

  /**
   * Who may act on the job, and when.
   *
   * @param audience the agent, identified by its signing key
   * @param issuedAt UTC, to the millisecond
   * @param expiresAt UTC; the job is refused from then on
   */
  @Json
  public record Validity(KeyThumbprint audience, Instant issuedAt, Instant expiresAt) {
    public Validity {
      Required.present(audience, "audience");
      issuedAt = Required.milliseconds(issuedAt, "issuedAt");
      expiresAt = Required.milliseconds(expiresAt, "expiresAt");
      if (!issuedAt.isBefore(expiresAt)) {
        throw InvalidValueException.of(
            "expiresAt after issuedAt " + issuedAt, expiresAt.toString());
      }
    }
  }

  /**
   * The KMS key that the key is wrapped for.
   *
   * @param wrappingKey KMS's, DER SubjectPublicKeyInfo
   */
  @Json
  public record KmsKey(KeyArn keyArn, WrappingPublicKey wrappingKey) {
    public KmsKey {
      Required.present(keyArn, "keyArn");
      Required.present(wrappingKey, "wrappingKey");
    }
  }

  /**
   * Which HSM key is wrapped.
   *
   * @param existingKey an HSM key, by its {@code CKA_ID} or label: only this key may be wrapped,
   *     and none is generated
   * @param makeExtractable whether an existing key may be made extractable for this wrap and
   *     unextractable after it
   */
  @Json
  public record HsmKey(Optional<HsmKeyName> existingKey, boolean makeExtractable) {

    /** The import's own key. */
    public static final HsmKey OWN = new HsmKey(Optional.empty(), false);

    public HsmKey {
      Required.present(existingKey, "existingKey");
      if (makeExtractable && existingKey.isEmpty()) {
        throw InvalidValueException.of("existingKey beside makeExtractable", "a job without it");
      }
    }
  }

  public ImportId importId() {
    return id.importId();
  }

  public int attempt() {
    return id.attempt();
  }

  public KeyArn keyArn() {
    return kmsKey.keyArn();
  }

  public KeySpec keySpec() {
    return wrapping.keySpec();
  }

  public WrappingPublicKey wrappingKey() {
    return kmsKey.wrappingKey();
  }

  /** The HSM key to wrap: the one that the job names, else the import's own. */
  public HsmKeyName hsmKey() {
    return hsm.existingKey().orElseGet(() -> new HsmKeyName.Id(CkaId.of(importId())));
  }
}
