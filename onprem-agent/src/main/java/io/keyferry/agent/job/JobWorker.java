package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.check.JobReader;
import io.keyferry.agent.job.check.Rejections;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.job.log.JobAudit;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.agent.job.queue.QueuedJob;
import io.keyferry.agent.job.wrap.KeyWork;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.value.KeyArn;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes one message from receipt to answer, and returns its disposition. */
@Singleton
final class JobWorker {

  /** Records, signs and sends answers. */
  @Singleton
  record Answers(JobAudit audit, Statements statements, ResultSender results) {}

  /** The signed result and its content. */
  private record Answer(String sealed, KeyWork.Done done) {}

  private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

  /** SQS hides a message for at most twelve hours. */
  private static final Duration MAX_WAIT = Duration.ofHours(11);

  /** A job is refused after this many failures of an HSM that otherwise works. */
  private static final int MAX_FAILURES = 3;

  /** The first and the max pause while the HSM is busy. */
  private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);

  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  private final JobReader reader;
  private final Rejections rejections;
  private final AgentHsm hsm;
  private final KeyWork keys;
  private final Answers answers;
  private final JobProgress progress;
  private final InstantSource clock;
  private final Set<KeyArn> inProgress = ConcurrentHashMap.newKeySet();

  JobWorker(
      JobReader reader,
      Rejections rejections,
      AgentHsm hsm,
      KeyWork keys,
      Answers answers,
      JobProgress progress,
      InstantSource clock) {
    this.reader = reader;
    this.rejections = rejections;
    this.hsm = hsm;
    this.keys = keys;
    this.answers = answers;
    this.progress = progress;
    this.clock = clock;
  }

  MessageDisposition work(QueuedJob message) {
    return switch (reader.read(message.body())) {
      case JobReader.Reading.Rejected rejected -> reject(message, rejected);
      case JobReader.Reading.Authentic(WrapJob job) -> {
        // Message groups ensure this for honest senders, but a copied job may come in another
        // group.
        if (!inProgress.add(job.keyArn())) {
          LOG.warn("Message {} is for {}, which is being processed", message.id(), job.keyArn());
          yield MessageDisposition.RETRY;
        }
        try {
          progress.tally().issued(message, job.validity().issuedAt());
          yield answer(job, message);
        } finally {
          inProgress.remove(job.keyArn());
        }
      }
    };
  }

  private MessageDisposition reject(QueuedJob message, JobReader.Reading.Rejected rejected) {
    LOG.warn(
        "Rejected message {} (delivery {}), no HSM call made: {}: {}",
        message.id(),
        message.deliveries(),
        rejected.flaw(),
        rejected.reason());
    try {
      rejections.add(message, rejected);
      progress.records().kept();
      return MessageDisposition.REJECT;
    } catch (AuditException e) {
      return unrecorded("Message " + message.id(), e);
    }
  }

  private MessageDisposition answer(WrapJob job, QueuedJob message) {
    answers
        .audit()
        .step(
            ImportStep.JOB_RECEIVED,
            job,
            "message %s, delivery %d".formatted(message.id(), message.deliveries()));
    Instant end = clock.instant().plus(MAX_WAIT);
    Duration pause = PAUSE_FIRST;
    Optional<Failure> refusal = Optional.empty();
    int failures = 0;
    // Keep the message meanwhile, because each receive counts toward the dead-letter queue.
    do {
      try {
        return answerOnce(job, message, refusal);
      } catch (HsmException e) {
        LOG.warn("Import {} waits for the HSM: {}", job.importId(), e.getMessage());
        if (e.fault() != HsmException.Fault.BUSY
            && hsm.connection().examine(e).isReady()
            && ++failures == MAX_FAILURES) {
          refusal = Optional.of(refusal(e));
        }
        // Even the refusal may fail to be signed.
        if (e.fault() == HsmException.Fault.BUSY || failures > MAX_FAILURES) {
          hsm.connection().pause(pause);
          pause =
              pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
        }
      }
    } while (clock.instant().isBefore(end)
        && hsm.connection().awaitReady(Duration.between(clock.instant(), end))
        && !hsm.connection().isStopping());
    return MessageDisposition.GIVE_BACK;
  }

  private static Failure refusal(HsmException e) {
    return Failure.of(
        FailureCode.HSM_REFUSED,
        "expected the HSM to do this, found that it failed %d times although it otherwise works; last failure: %s"
            .formatted(MAX_FAILURES, e.getMessage()));
  }

  private MessageDisposition answerOnce(WrapJob job, QueuedJob message, Optional<Failure> refusal)
      throws HsmException {
    String name = "Import " + job.importId();
    try {
      Answer answer = answer(job, message, refusal);
      answers.results().send(job, answer.sealed());
      progress.answered(job, answer.done());
      return MessageDisposition.DELETE;
    } catch (QueueException e) {
      LOG.warn("{} will be answered again: {}", name, e.getMessage());
      return MessageDisposition.RETRY;
    } catch (AuditException e) {
      return unrecorded(name, e);
    }
  }

  /** Everything that led to the answer is on disk when this returns. */
  private Answer answer(WrapJob job, QueuedJob message, Optional<Failure> refusal)
      throws HsmException, AuditException {
    Instant receivedAt = clock.instant();
    answers.audit().received(job, message);
    try (TokenSession session = hsm.token().openSession()) {
      TokenSigner signer = hsm.agent().signer(session);
      KeyWork.Done done =
          refusal.isPresent() ? keys.refuse(job, refusal.get()) : keys.wrap(session, job);
      AuditHead head = answers.audit().head();
      String statement = answers.statements().sign(job, message, receivedAt, done, head, signer);
      String sealed = answers.results().seal(job, done, statement, signer);
      answers.audit().step(ImportStep.AUDITED, job, "line %d".formatted(head.sequence()));
      return new Answer(sealed, done);
    }
  }

  private MessageDisposition unrecorded(String what, AuditException e) {
    LOG.error("{} waits until it can be recorded: {}", what, e.getMessage());
    progress.records().failed(String.valueOf(e.getMessage()));
    return MessageDisposition.RETRY;
  }
}
