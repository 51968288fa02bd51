package io.keyferry.model.record;

import io.avaje.jsonb.Json;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.JobId;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.Required;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.Wrapping;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one import. It does not contain the import token, which never leaves the
 * cloud half's table. In JSON, it is one flat object.
 */
public record ImportRecord(
    Order order, Progress progress, Wrapping wrapping, Kms kms, Hsm hsm, Failed failed) {

  /**
   * What was requested.
   *
   * @param kind the kind of request that ordered it; 0.1.0 does not write it
   * @param agent the agent that wraps the key
   * @param verifies the import whose key this one verifies, if it is a verification
   */
  @Json
  public record Order(
      ImportId importId,
      Optional<String> kind,
      AgentName agent,
      Instant requestedAt,
      Optional<ImportId> verifies) {
    public Order {
      Required.present(importId, "importId");
      Required.present(agent, "agent");
      requestedAt = Required.milliseconds(requestedAt, "requestedAt");
    }
  }

  /**
   * How far it is.
   *
   * @param attempt 0 before the first import parameters
   * @param history what was done, oldest first
   */
  @Json
  public record Progress(
      ImportState state, Instant updatedAt, int attempt, List<StepEvent> history) {
    public Progress {
      Required.present(state, "state");
      updatedAt = Required.milliseconds(updatedAt, "updatedAt");
      Required.between(0, attempt, JobId.MAX_ATTEMPTS, "attempt");
      history = List.copyOf(history);
    }
  }

  /**
   * The KMS key and its import parameters.
   *
   * @param keyArn absent until KMS has the key
   * @param parametersValidTo when the import token expires, UTC
   * @param keyMaterialId KMS's name for the imported material
   */
  @Json
  public record Kms(
      Optional<KeyArn> keyArn,
      Expiration expiration,
      Optional<Sha256> wrappingKeyFingerprint,
      Optional<Instant> parametersValidTo,
      Optional<String> keyMaterialId) {

    /** Before KMS has returned import parameters. */
    public static Kms before(Optional<KeyArn> keyArn, Expiration expiration) {
      return new Kms(keyArn, expiration, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Kms {
      Required.present(expiration, "expiration");
    }
  }

  /** The HSM key, once the agent has wrapped it. */
  @Json
  public record Hsm(Optional<HsmKeyReport> hsmKey, Optional<TokenIdentity> token) {
    public static final Hsm UNKNOWN = new Hsm(Optional.empty(), Optional.empty());
  }

  /**
   * Why it failed, if it did.
   *
   * @param reason what to do
   */
  @Json
  public record Failed(Optional<FailureCode> code, Optional<String> reason) {
    public static final Failed NONE = new Failed(Optional.empty(), Optional.empty());
  }

  public ImportId importId() {
    return order.importId();
  }

  public AgentName agent() {
    return order.agent();
  }

  public ImportState state() {
    return progress.state();
  }

  public int attempt() {
    return progress.attempt();
  }

  public List<StepEvent> history() {
    return progress.history();
  }

  public KeySpec keySpec() {
    return wrapping.keySpec();
  }

  public Optional<KeyArn> keyArn() {
    return kms.keyArn();
  }
}
