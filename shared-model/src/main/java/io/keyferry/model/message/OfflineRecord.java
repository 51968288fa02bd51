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
 * What the agent did by an operator's order, without a cloud half: it wrapped a key under a
 * wrapping key that came as a file. Signed by its key in the HSM. It tells nothing of what became
 * of the wrapped key in KMS. It holds no wrapped key, so that it can be kept and shown.
 *
 * @param kmsKeyId the KMS key that the names of the files told; nobody vouches for it
 * @param keySpec the kind of KMS key that the key was wrapped for
 * @param wrappingKeyFingerprint SHA-256 over the DER of the wrapping key
 * @param importToken SHA-256 of the import token, if it was at hand
 * @param agent the agent's software
 * @param orderedAt UTC, to the millisecond
 * @param statedAt UTC, to the millisecond
 * @param wrapped what the HSM did
 * @param auditHead the agent's audit log, with all that this order did
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
