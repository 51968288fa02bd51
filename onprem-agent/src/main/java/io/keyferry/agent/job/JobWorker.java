package io.keyferry.agent.job;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.model.ImportStep;
import io.keyferry.model.KeyArn;
import io.keyferry.model.WrapJob;
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
  private final JobAnswer answers;
  private final ResultSender results;
  private final JobAudit audit;
  private final HsmProbe hsm;
  private final RecordProbe records;
  private final StepLog steps;
  private final Set<KeyArn> inHand = ConcurrentHashMap.newKeySet();

  JobWorker(
      JobReader reader,
      JobAnswer answers,
      ResultSender results,
      JobAudit audit,
      HsmProbe hsm,
      RecordProbe records,
      StepLog steps) {
    this.reader = reader;
    this.answers = answers;
    this.results = results;
    this.audit = audit;
    this.hsm = hsm;
    this.records = records;
    this.steps = steps;
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
    String name = "Import " + job.importId();
    try {
      String sealed = answers.to(job, message);
      hsm.answered();
      results.send(job, sealed);
      audit.resultSent(job, sealed);
      records.kept();
      return Disposal.DELETE;
    } catch (HsmException | AgentKeyException e) {
      LOG.error("{} waits for the HSM: {}", name, e.getMessage());
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
