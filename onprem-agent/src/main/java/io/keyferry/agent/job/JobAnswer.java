package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.check.JobCheck;
import io.keyferry.agent.job.check.Verdict;
import io.keyferry.agent.job.identity.AgentIdentity;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.agent.job.log.JobAudit;
import io.keyferry.agent.job.log.StepLog;
import io.keyferry.agent.job.queue.QueuedJob;
import io.keyferry.agent.job.wrap.KeyWork;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.record.ImportStep;
import jakarta.inject.Singleton;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Judges an authentic job, does the work if it may be done, and signs what came of it. */
@Singleton
final class JobAnswer {

  /**
   * What is sent, and what it says.
   *
   * @param sealed the signed result for the cloud
   */
  record Answer(String sealed, KeyWork.Done done) {}

  private final JobCheck check;
  private final JobLedger ledger;
  private final KeyWork keys;
  private final Token token;
  private final AgentIdentity agent;
  private final Statements statements;
  private final ResultSender results;
  private final JobAudit audit;
  private final StepLog steps;
  private final InstantSource clock;

  JobAnswer(
      JobCheck check,
      JobLedger ledger,
      KeyWork keys,
      Token token,
      AgentIdentity agent,
      Statements statements,
      ResultSender results,
      JobAudit audit,
      StepLog steps,
      InstantSource clock) {
    this.check = check;
    this.ledger = ledger;
    this.keys = keys;
    this.token = token;
    this.agent = agent;
    this.statements = statements;
    this.results = results;
    this.audit = audit;
    this.steps = steps;
    this.clock = clock;
  }

  /**
   * The signed result for the cloud, with all that led to it on the disk.
   *
   * @param refusal why the job is refused without another look at it
   * @throws HsmException if the HSM failed: nothing is answered yet
   * @throws AuditException if it could not be recorded: nothing may be answered
   */
  Answer to(WrapJob job, QueuedJob message, Optional<Failure> refusal)
      throws HsmException, AuditException {
    Instant receivedAt = clock.instant();
    audit.received(job, message);
    Verdict verdict =
        refusal.<Verdict>map(Verdict.Refused::new).isPresent()
            ? new Verdict.Refused(refusal.get())
            : check.check(job);
    try (TokenSession session = token.openSession()) {
      TokenSigner signer = agent.signer(session);
      KeyWork.Done done = done(verdict, session, job);
      AuditHead head = audit.head();
      String statement = statements.sign(job, message, receivedAt, done, head, signer);
      String sealed = results.seal(job, outcome(done), statement, signer);
      audit.resultSigned(job, sealed, signer);
      steps.taken(ImportStep.AUDITED, job, "line %d".formatted(head.sequence()));
      return new Answer(sealed, done);
    }
  }

  private KeyWork.Done done(Verdict verdict, TokenSession session, WrapJob job)
      throws HsmException, AuditException {
    return switch (verdict) {
      case Verdict.Refused(Failure failure) -> refused(job, new KeyWork.Done.Refused(failure));
      case Verdict.Allowed(RSAPublicKey wrappingKey) -> {
        Optional<Failure> objection = ledger.admit(job);
        if (objection.isPresent()) {
          yield refused(job, new KeyWork.Done.Refused(objection.get()));
        }
        audit.accepted(job);
        steps.taken(ImportStep.JOB_VERIFIED, job, job.keyArn().toString());
        yield wrapped(session, job, wrappingKey);
      }
    };
  }

  private KeyWork.Done wrapped(TokenSession session, WrapJob job, RSAPublicKey wrappingKey)
      throws HsmException, AuditException {
    try {
      KeyWork.Done done = keys.wrap(session, job, wrappingKey);
      return done instanceof KeyWork.Done.Refused refused ? refused(job, refused) : done;
    } catch (HsmException e) {
      audit.hsm(job).hsmFailed(e);
      if (e.fault() != HsmException.Fault.REFUSED) {
        throw e;
      }
      return refused(
          job,
          new KeyWork.Done.Refused(
              Failure.of(FailureCode.HSM_REFUSED, String.valueOf(e.getMessage()))));
    }
  }

  private KeyWork.Done refused(WrapJob job, KeyWork.Done.Refused refused) throws AuditException {
    Failure failure = refused.failure();
    audit.refused(job, failure);
    steps.taken(ImportStep.JOB_REFUSED, job, failure.code() + ": " + failure.reason());
    return refused;
  }

  private static WrapOutcome outcome(KeyWork.Done done) {
    return switch (done) {
      case KeyWork.Done.Wrapped wrapped -> wrapped.key();
      case KeyWork.Done.Refused refused -> refused.failure();
    };
  }
}
