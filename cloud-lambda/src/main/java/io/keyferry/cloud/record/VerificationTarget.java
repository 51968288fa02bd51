package io.keyferry.cloud.record;

import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import java.util.Optional;

/**
 * What a verification has to prove: that KMS holds the key material which an earlier import brought
 * it, and the HSM still the same.
 *
 * @param importId the earlier import
 * @param hsmKey its key in the HSM
 * @param keyMaterialId KMS's name for its material, which only AES keys have
 * @param evenIfDisabled whether KMS may enable a Disabled key by it
 * @param makeExtractable whether the agent may make the HSM's key extractable for it
 * @param foundDisabled whether the KMS key was Disabled when the material was handed over; kept, as
 *     after a crash nothing else shows it
 */
public record VerificationTarget(
    ImportId importId,
    CkaId hsmKey,
    Optional<String> keyMaterialId,
    boolean evenIfDisabled,
    boolean makeExtractable,
    boolean foundDisabled) {

  VerificationTarget onDisabledKey() {
    return new VerificationTarget(
        importId, hsmKey, keyMaterialId, evenIfDisabled, makeExtractable, true);
  }
}
