package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.Wrapping;
import java.time.Instant;
import java.util.Optional;

/**
 * What the agent did on an operator's order, without a cloud half: it wrapped a key under a
 * wrapping key from a file. Signed by its key in the HSM. It does not show what became of the
 * wrapped key in KMS. It contains no wrapped key, so that it can be kept and shown. In JSON, it is
 * one flat object.
 *
 * @param wrapping the kind of KMS key that the key was wrapped for, and how
 */
public record OfflineRecord(Files files, Wrapping wrapping, Times times, Work work) {

  /**
   * What the files of the order say.
   *
   * @param kmsKeyId the KMS key from the names of the files; nobody vouches for it
   * @param wrappingKeyFingerprint SHA-256 over the DER of the wrapping key
   * @param importToken SHA-256 of the import token, if it was given
   */
  @Json
  public record Files(
      Optional<KmsKeyId> kmsKeyId, Sha256 wrappingKeyFingerprint, Optional<Sha256> importToken) {
    public Files {
      Required.present(kmsKeyId, "kmsKeyId");
      Required.present(wrappingKeyFingerprint, "wrappingKeyFingerprint");
      Required.present(importToken, "importToken");
    }
  }

  /**
   * When it was ordered and recorded.
   *
   * @param orderedAt UTC, to the millisecond
   * @param statedAt UTC, to the millisecond
   */
  @Json
  public record Times(Instant orderedAt, Instant statedAt) {
    public Times {
      orderedAt = Required.milliseconds(orderedAt, "orderedAt");
      statedAt = Required.milliseconds(statedAt, "statedAt");
    }
  }

  /**
   * What was done.
   *
   * @param agent the agent's software
   * @param wrapped what the HSM did
   * @param auditHead the head of the agent's audit log, after all of this order's lines
   */
  @Json
  public record Work(Software agent, HsmCeremony wrapped, AuditHead auditHead) {
    public Work {
      Required.present(agent, "agent");
      Required.present(wrapped, "wrapped");
      Required.present(auditHead, "auditHead");
    }
  }
}
