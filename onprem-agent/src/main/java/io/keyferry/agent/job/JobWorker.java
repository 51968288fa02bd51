package io.keyferry.agent.job;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeyArn;
import io.keyferry.model.WrapJob;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one message from receipt to its answer, and says what becomes of it. */
@Singleton
final class JobWorker {

  private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

  /** SQS hides a message for no more than twelve hours. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(11);

  /**
   * A job that an HSM fails over again, though it answers in between, must not keep on for ever.
   */
  private static final int MOST_TRIES = 5;

  private final JobReader reader;
  private final JobAnswer answers;
  private final ResultSender results;
  private final JobAudit audit;
  private final HsmProbe hsm;
  private final RecordProbe records;
  private final StepLog steps;
  private final JobTally tally;
  private final RecentImports recent;
  private final Set<KeyArn> inHand = ConcurrentHashMap.newKeySet();

  JobWorker(
      JobReader reader,
      JobAnswer answers,
      ResultSender results,
      JobAudit audit,
      HsmProbe hsm,
      RecordProbe records,
      StepLog steps,
      JobTally tally,
      RecentImports recent) {
    this.reader = reader;
    this.answers = answers;
    this.results = results;
    this.audit = audit;
    this.hsm = hsm;
    this.records = records;
    this.steps = steps;
    this.tally = tally;
    this.recent = recent;
  }

  Disposal work(QueuedJob message) {
    return switch (reader.read(message.body())) {
      case Reading.Rejected rejected -> reject(message, rejected);
      case Reading.Authentic(WrapJob job) -> {
        // The queue's groups see to this for honest senders; a copied job may come in another one.
        if (!inHand.add(job.keyArn())) {
          LOG.warn("Message {} is for {}, which is being worked on", message.id(), job.keyArn());
          yield Disposal.RETRY;
        }
        try {
          tally.issued(message, job.issuedAt());
          yield answer(job, message);
        } finally {
          inHand.remove(job.keyArn());
        }
      }
    };
  }

  private Disposal reject(QueuedJob message, Reading.Rejected rejected) {
    LOG.warn(
        "Rejected message {} (delivery {}), no HSM call made: {}: {}",
        message.id(),
        message.deliveries(),
        rejected.flaw(),
        rejected.reason());
    try {
      audit.rejected(message, rejected);
      records.kept();
      return Disposal.REJECT;
    } catch (AuditException e) {
      return unrecorded("Message " + message.id(), e);
    }
  }

  private Disposal answer(WrapJob job, QueuedJob message) {
    steps.taken(
        ImportStep.JOB_RECEIVED,
        job,
        "message %s, delivery %d".formatted(message.id(), message.deliveries()));
    for (int tried = 1; tried <= MOST_TRIES; tried++) {
      try {
        return answerOnce(job, message);
      } catch (HsmException e) {
        LOG.error("Import {} waits for the HSM: {}", job.importId(), e.getMessage());
        hsm.failed(String.valueOf(e.getMessage()));
        // The message stays in hand, as each receipt counts towards the dead letters.
        if (!hsm.awaitAnswer(LONGEST_WAIT)) {
          return Disposal.GIVE_BACK;
        }
        LOG.info("Import {} is taken up again", job.importId());
      }
    }
    LOG.error("Import {} failed {} times with an HSM that answers", job.importId(), MOST_TRIES);
    return Disposal.RETRY;
  }

  private Disposal answerOnce(WrapJob job, QueuedJob message) throws HsmException {
    String name = "Import " + job.importId();
    try {
      JobAnswer.Answer answer = answers.to(job, message);
      hsm.answered();
      results.send(job, answer.sealed());
      audit.resultSent(job, answer.sealed());
      records.kept();
      tally.answered(answer.done());
      recent.answered(job, answer.done());
      return Disposal.DELETE;
    } catch (AgentKeyException e) {
      LOG.error("{} waits for the agent's key: {}", name, e.getMessage());
      hsm.failed(String.valueOf(e.getMessage()));
      return Disposal.RETRY;
    } catch (QueueException e) {
      LOG.warn("{} will be answered again: {}", name, e.getMessage());
      return Disposal.RETRY;
    } catch (AuditException e) {
      return unrecorded(name, e);
    }
  }

  private Disposal unrecorded(String what, AuditException e) {
    LOG.error("{} waits, as nothing is done unrecorded: {}", what, e.getMessage());
    records.failed(String.valueOf(e.getMessage()));
    return Disposal.RETRY;
  }
}
