package io.keyferry.model.message;

import io.avaje.jsonb.Json;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import io.keyferry.model.value.Wrapping;
import java.time.Instant;
import java.util.Optional;

/**
 * The agent's half of a ceremony record: what it did for one job, signed by its key in the HSM. It
 * contains no wrapped key, so that it can be kept and shown. In JSON, it is one flat object.
 *
 * @param id the job's
 */
public record CeremonyStatement(
    JobId id, Order order, Wrapping wrapping, Witness witness, Work work) {

  /**
   * What the agent was ordered to do.
   *
   * @param job SHA-256 of the signed job as received, ASCII
   * @param audience the cloud that ordered it, identified by its signing key
   * @param wrappingKeyFingerprint SHA-256 over the DER of the job's wrapping key
   */
  @Json
  public record Order(
      Sha256 job, KeyThumbprint audience, KeyArn keyArn, Sha256 wrappingKeyFingerprint) {
    public Order {
      Required.present(job, "job");
      Required.present(audience, "audience");
      Required.present(keyArn, "keyArn");
      Required.present(wrappingKeyFingerprint, "wrappingKeyFingerprint");
    }
  }

  /**
   * The agent that states it.
   *
   * @param agent its software
   * @param policy SHA-256 of its policy at that time
   * @param receivedAt UTC, to the millisecond
   * @param statedAt UTC, to the millisecond
   */
  @Json
  public record Witness(Software agent, Sha256 policy, Instant receivedAt, Instant statedAt) {
    public Witness {
      Required.present(agent, "agent");
      Required.present(policy, "policy");
      receivedAt = Required.milliseconds(receivedAt, "receivedAt");
      statedAt = Required.milliseconds(statedAt, "statedAt");
    }
  }

  /**
   * What was done.
   *
   * @param wrapped exactly one of this and {@code refused} is present
   * @param auditHead the head of the agent's audit log, after all of this job's lines
   */
  @Json
  public record Work(
      Optional<HsmCeremony> wrapped, Optional<Failure> refused, AuditHead auditHead) {
    public Work {
      WrapResult.requireOne(wrapped, refused);
      Required.present(auditHead, "auditHead");
    }
  }

  public ImportId importId() {
    return id.importId();
  }
}
