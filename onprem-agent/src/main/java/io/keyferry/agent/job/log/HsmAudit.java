package io.keyferry.agent.job.log;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrapMechanism;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The lines of the audit log about work in the HSM, for jobs and for operators' orders. */
public final class HsmAudit {

  /** The fact that the agent generated a found key earlier for the same import. */
  public static final String GENERATED_BEFORE = "generatedBefore";

  private final AuditTrail trail;
  private final Optional<WrapJob> job;

  private HsmAudit(AuditTrail trail, Optional<WrapJob> job) {
    this.trail = trail;
    this.job = job;
  }

  /** For a job from the cloud. */
  static HsmAudit of(AuditTrail trail, WrapJob job) {
    return new HsmAudit(trail, Optional.of(job));
  }

  /** For an operator's order. */
  public static HsmAudit ofOperator(AuditTrail trail) {
    return new HsmAudit(trail, Optional.empty());
  }

  public void wrappingKeyImported(Sha256 wrappingKey) throws AuditException {
    append(AuditEvent.WRAPPING_KEY_IMPORTED, Map.of("wrappingKeySha256", wrappingKey.hex()));
  }

  public void wrappingKeyDestroyed(Sha256 wrappingKey) throws AuditException {
    append(AuditEvent.WRAPPING_KEY_DESTROYED, Map.of("wrappingKeySha256", wrappingKey.hex()));
  }

  /** The key was found or generated. */
  public void key(HsmKey key, Origin origin) throws AuditException {
    append(
        origin == Origin.GENERATED ? AuditEvent.KEY_GENERATED : AuditEvent.KEY_FOUND, facts(key));
  }

  /** The found key is the one that the agent generated for this import. */
  public void ownKeyFound(HsmKey key) throws AuditException {
    Map<String, String> facts = new HashMap<>(facts(key));
    facts.put(GENERATED_BEFORE, "true");
    append(AuditEvent.KEY_FOUND, facts);
  }

  private static Map<String, String> facts(HsmKey key) {
    return Map.of(
        "hsmKey", key.id().hex(),
        "label", key.label(),
        "keyCheckValue", key.keyCheckValue().map(KeyCheckValue::toString).orElse("none"),
        "attributes", key.attributes().toString());
  }

  /** What left the HSM, and how. */
  public void wrapped(WrapMechanism mechanism, Sha256 wrapped) throws AuditException {
    append(
        AuditEvent.KEY_WRAPPED,
        Map.of(
            "mechanism", mechanism.name(),
            "parameters", mechanism.parameters(),
            "wrappedKeySha256", wrapped.hex()));
  }

  /** The work failed. */
  public void hsmFailed(HsmException e) throws AuditException {
    append(
        AuditEvent.HSM_FAILED,
        Map.of("fault", e.fault().name(), "reason", String.valueOf(e.getMessage())));
  }

  private void append(AuditEvent event, Map<String, String> facts) throws AuditException {
    trail.append(
        job.map(order -> AuditEntry.of(event, order, facts))
            .orElseGet(() -> AuditEntry.of(event, facts)));
  }
}
