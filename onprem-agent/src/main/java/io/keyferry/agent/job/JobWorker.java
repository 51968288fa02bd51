package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeyArn;
import io.keyferry.model.WrapJob;
import io.keyferry.model.WrapOutcome;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one message from receipt to its answer, and says what becomes of it. */
@Singleton
final class JobWorker {

  private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

  private final JobReader reader;
  private final JobCheck check;
  private final KeyWork keys;
  private final Token token;
  private final AgentIdentity agent;
  private final ResultSender results;
  private final HsmProbe hsm;
  private final StepLog steps;
  private final Set<KeyArn> inHand = ConcurrentHashMap.newKeySet();

  JobWorker(
      JobReader reader,
      JobCheck check,
      KeyWork keys,
      Token token,
      AgentIdentity agent,
      ResultSender results,
      HsmProbe hsm,
      StepLog steps) {
    this.reader = reader;
    this.check = check;
    this.keys = keys;
    this.token = token;
    this.agent = agent;
    this.results = results;
    this.hsm = hsm;
    this.steps = steps;
  }

  Disposal work(QueuedJob message) {
    return switch (reader.read(message.body())) {
      case Reading.Rejected(String flaw, String reason) -> {
        LOG.warn(
            "Rejected message {} (delivery {}), no HSM call made: {}: {}",
            message.id(),
            message.deliveries(),
            flaw,
            reason);
        yield Disposal.REJECT;
      }
      case Reading.Authentic(WrapJob job) -> {
        // The queue's groups see to this for honest senders; a copied job may come in another one.
        if (!inHand.add(job.keyArn())) {
          LOG.warn("Message {} is for {}, which is being worked on", message.id(), job.keyArn());
          yield Disposal.RETRY;
        }
        try {
          yield answer(job, message);
        } finally {
          inHand.remove(job.keyArn());
        }
      }
    };
  }

  private Disposal answer(WrapJob job, QueuedJob message) {
    steps.taken(
        ImportStep.JOB_RECEIVED,
        job,
        "message %s, delivery %d".formatted(message.id(), message.deliveries()));
    try {
      results.send(job, sealedAnswer(job));
      return Disposal.DELETE;
    } catch (HsmException e) {
      LOG.error("Import {} waits for the HSM: {}", job.importId(), e.getMessage());
      hsm.failed(String.valueOf(e.getMessage()));
      return Disposal.RETRY;
    } catch (AgentKeyException e) {
      LOG.error("Import {} waits for the agent's key: {}", job.importId(), e.getMessage());
      hsm.failed(String.valueOf(e.getMessage()));
      return Disposal.RETRY;
    } catch (QueueException e) {
      LOG.warn("Import {} will be answered again: {}", job.importId(), e.getMessage());
      return Disposal.RETRY;
    }
  }

  private String sealedAnswer(WrapJob job) throws HsmException, AgentKeyException {
    Verdict verdict = check.check(job);
    try (TokenSession session = token.openSession()) {
      TokenSigner signer = agent.signer(session);
      WrapOutcome outcome = outcome(verdict, session, job);
      String sealed = results.seal(job, outcome, signer);
      hsm.answered();
      return sealed;
    }
  }

  private WrapOutcome outcome(Verdict verdict, TokenSession session, WrapJob job)
      throws HsmException {
    switch (verdict) {
      case Verdict.Refused(Failure failure) -> {
        return refused(job, failure);
      }
      case Verdict.Allowed allowed -> {
        steps.taken(ImportStep.JOB_VERIFIED, job, job.keyArn().toString());
        try {
          return keys.wrap(session, job, allowed.wrappingKey());
        } catch (HsmException e) {
          if (e.fault() != HsmException.Fault.REFUSED) {
            throw e;
          }
          return refused(job, Failure.of(FailureCode.HSM_REFUSED, String.valueOf(e.getMessage())));
        }
      }
    }
  }

  private Failure refused(WrapJob job, Failure failure) {
    steps.taken(ImportStep.JOB_REFUSED, job, failure.code() + ": " + failure.reason());
    return failure;
  }
}
