package io.keyferry.agent.job.wrap;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.agent.job.log.JobAudit;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.WrapJob;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a key extractable for one wrap if the job orders it, and restores it afterwards. The intent
 * is on disk first, so that {@link OpenedKeys} can undo the change after a crash or a lost HSM.
 */
final class TemporaryExtractability implements AutoCloseable {

  private static final String ATTRIBUTE = "CKA_EXTRACTABLE";

  private final TokenSession session;
  private final WrapJob job;
  private final JobLedger ledger;
  private final JobAudit audit;
  private final List<String> changes = new ArrayList<>();
  private HsmKey key;
  private boolean opened;

  /** Changes nothing yet. */
  TemporaryExtractability(
      TokenSession session, WrapJob job, HsmKey key, JobLedger ledger, JobAudit audit) {
    this.session = session;
    this.job = job;
    this.key = key;
    this.ledger = ledger;
    this.audit = audit;
  }

  /**
   * Makes the key extractable if the job orders it and it is not extractable.
   *
   * @return the key to wrap
   */
  HsmKey open() throws HsmException, AuditException {
    if (!job.hsm().makeExtractable()) {
      return key;
    }
    opened = ledger.opened().containsKey(key.id());
    if (!key.isExtractable()) {
      ledger.opening(key.id(), job);
      audit.makingExtractable(job);
      opened = true;
      key = session.keys().setExtractable(key, true);
      changes.add(ATTRIBUTE + " from false to true before the wrap");
    }
    return key;
  }

  /** The changes so far, in words. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  @Override
  public void close() throws AuditException {
    if (!opened) {
      return;
    }
    try {
      key = session.keys().setExtractable(key, false);
      changes.add(ATTRIBUTE + " from true to false after the wrap");
      audit.madeUnextractable(job, "done");
      ledger.closed(key.id());
    } catch (HsmException e) {
      changes.add(ATTRIBUTE + " left true after the wrap, because the token did not accept false");
      audit.madeUnextractable(job, "failed: " + e.getMessage());
    }
  }
}
