package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Instant;
import java.util.Optional;

/**
 * The agent's half of a ceremony record: what it did for one job, signed by its key in the HSM. It
 * contains no wrapped key, so that it can be kept and shown.
 *
 * @param job SHA-256 of the signed job as received, ASCII
 * @param audience the cloud that ordered it, identified by its signing key
 * @param wrappingKeyFingerprint SHA-256 over the DER of the job's wrapping key
 * @param agent the agent's software
 * @param policy SHA-256 of the agent's policy at that time
 * @param receivedAt UTC, to the millisecond
 * @param statedAt UTC, to the millisecond
 * @param wrapped exactly one of this and {@code refused} is present
 * @param auditHead the head of the agent's audit log, after all of this job's lines
 */
@Json
public record CeremonyStatement(
    ImportId importId,
    int attempt,
    Sha256 job,
    KeyThumbprint audience,
    KeyArn keyArn,
    KeySpec keySpec,
    WrappingAlgorithm wrappingAlgorithm,
    WrappingKeySpec wrappingKeySpec,
    Sha256 wrappingKeyFingerprint,
    Software agent,
    Sha256 policy,
    Instant receivedAt,
    Instant statedAt,
    Optional<HsmCeremony> wrapped,
    Optional<Failure> refused,
    AuditHead auditHead) {

  public CeremonyStatement {
    Required.present(importId, "importId");
    Required.between(1, attempt, WrapJob.MAX_ATTEMPTS, "attempt");
    Required.present(job, "job");
    Required.present(audience, "audience");
    Required.present(keyArn, "keyArn");
    Required.present(keySpec, "keySpec");
    Required.present(wrappingAlgorithm, "wrappingAlgorithm");
    Required.present(wrappingKeySpec, "wrappingKeySpec");
    Required.present(wrappingKeyFingerprint, "wrappingKeyFingerprint");
    Required.present(agent, "agent");
    Required.present(policy, "policy");
    receivedAt = Required.milliseconds(receivedAt, "receivedAt");
    statedAt = Required.milliseconds(statedAt, "statedAt");
    Required.present(wrapped, "wrapped");
    Required.present(refused, "refused");
    Required.present(auditHead, "auditHead");
    if (wrapped.isPresent() == refused.isPresent()) {
      throw InvalidValueException.of(
          "exactly one of wrapped and refused", wrapped.isPresent() ? "both" : "neither");
    }
  }
}
