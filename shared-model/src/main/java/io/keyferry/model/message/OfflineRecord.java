package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Instant;
import java.util.Optional;

/**
 * What the agent did on an operator's order, without a cloud half: it wrapped a key under a
 * wrapping key from a file. Signed by its key in the HSM. It does not show what became of the
 * wrapped key in KMS. It contains no wrapped key, so that it can be kept and shown.
 *
 * @param kmsKeyId the KMS key from the names of the files; nobody vouches for it
 * @param keySpec the kind of KMS key that the key was wrapped for
 * @param wrappingKeyFingerprint SHA-256 over the DER of the wrapping key
 * @param importToken SHA-256 of the import token, if it was given
 * @param agent the agent's software
 * @param orderedAt UTC, to the millisecond
 * @param statedAt UTC, to the millisecond
 * @param wrapped what the HSM did
 * @param auditHead the head of the agent's audit log, after all of this order's lines
 */
@Json
public record OfflineRecord(
    Optional<KmsKeyId> kmsKeyId,
    KeySpec keySpec,
    WrappingAlgorithm wrappingAlgorithm,
    WrappingKeySpec wrappingKeySpec,
    Sha256 wrappingKeyFingerprint,
    Optional<Sha256> importToken,
    Software agent,
    Instant orderedAt,
    Instant statedAt,
    HsmCeremony wrapped,
    AuditHead auditHead) {

  public OfflineRecord {
    Required.present(kmsKeyId, "kmsKeyId");
    Required.present(keySpec, "keySpec");
    Required.present(wrappingAlgorithm, "wrappingAlgorithm");
    Required.present(wrappingKeySpec, "wrappingKeySpec");
    Required.present(wrappingKeyFingerprint, "wrappingKeyFingerprint");
    Required.present(importToken, "importToken");
    Required.present(agent, "agent");
    orderedAt = Required.milliseconds(orderedAt, "orderedAt");
    statedAt = Required.milliseconds(statedAt, "statedAt");
    Required.present(wrapped, "wrapped");
    Required.present(auditHead, "auditHead");
  }
}
