package io.keyferry.agent.job.log;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.job.queue.QueuedJob;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.value.Sha256;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Records a job: lines in the audit log, steps in the service's log. */
@Singleton
public final class JobAudit {

  private final AuditTrail trail;
  private final StepLog steps;

  public JobAudit(AuditTrail trail, StepLog steps) {
    this.trail = trail;
    this.steps = steps;
  }

  /** Logs a step. This is not evidence: the audit log has its own lines. */
  public void step(ImportStep step, WrapJob job, String detail) {
    steps.taken(step, job, detail);
  }

  public void received(WrapJob job, QueuedJob message) throws AuditException {
    append(
        AuditEvent.JOB_RECEIVED,
        job,
        Map.of(
            "message", message.id(),
            "delivery", Integer.toString(message.deliveries()),
            "sha256", sha256(message.body()),
            "keyArn", job.keyArn().toString(),
            "keySpec", job.keySpec().name(),
            "wrappingAlgorithm", job.wrapping().wrappingAlgorithm().name(),
            "wrappingKeySpec", job.wrapping().wrappingKeySpec().name(),
            "wrappingKeySha256", job.wrappingKey().fingerprint().hex(),
            "hsmKey", job.hsmKey().toString(),
            "makeExtractable", Boolean.toString(job.hsm().makeExtractable())));
  }

  /** On disk when this returns: the HSM may be used. */
  public void accepted(WrapJob job) throws AuditException {
    append(AuditEvent.JOB_ACCEPTED, job, Map.of());
    trail.force();
    step(ImportStep.JOB_VERIFIED, job, job.keyArn().toString());
  }

  public void refused(WrapJob job, Failure failure) throws AuditException {
    append(
        AuditEvent.JOB_REFUSED,
        job,
        Map.of("code", failure.code().name(), "reason", failure.reason()));
    step(ImportStep.JOB_REFUSED, job, failure.code() + ": " + failure.reason());
  }

  /** On disk when this returns: the key may be made extractable. */
  public void makingExtractable(WrapJob job) throws AuditException {
    append(AuditEvent.KEY_MADE_EXTRACTABLE, job, Map.of("hsmKey", job.hsmKey().toString()));
    trail.force();
  }

  public void madeUnextractable(WrapJob job, String outcome) throws AuditException {
    append(
        AuditEvent.KEY_MADE_UNEXTRACTABLE,
        job,
        Map.of("hsmKey", job.hsmKey().toString(), "outcome", outcome));
  }

  /** The lines about the job's work in the HSM. */
  public HsmAudit hsm(WrapJob job) {
    return HsmAudit.of(trail, job);
  }

  /** The head that a statement refers to; on disk only after {@link #resultSigned}. */
  public AuditHead head() {
    return trail.head();
  }

  /** On disk and signed when this returns: the result may be sent. */
  public void resultSigned(WrapJob job, String sealed, TokenSigner signer)
      throws AuditException, HsmException {
    append(AuditEvent.RESULT_SIGNED, job, Map.of("sha256", sha256(sealed)));
    trail.signHead(signer);
  }

  public void resultSent(WrapJob job, String sealed) throws AuditException {
    append(AuditEvent.RESULT_SENT, job, Map.of("sha256", sha256(sealed)));
  }

  private void append(AuditEvent event, WrapJob job, Map<String, String> facts)
      throws AuditException {
    trail.append(AuditEntry.of(event, job, facts));
  }

  private static String sha256(String ascii) {
    return Sha256.of(ascii.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
