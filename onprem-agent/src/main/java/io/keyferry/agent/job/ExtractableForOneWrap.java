package io.keyferry.agent.job;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.WrapJob;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a key extractable for one wrap where the job orders it, and unextractable after it: also
 * where it was extractable before, as a crash may have left it so.
 */
final class ExtractableForOneWrap implements AutoCloseable {

  private static final String ATTRIBUTE = "CKA_EXTRACTABLE";

  private final TokenSession session;
  private final WrapJob job;
  private final JobAudit audit;
  private final List<String> changes = new ArrayList<>();
  private HsmKey key;

  private ExtractableForOneWrap(TokenSession session, WrapJob job, JobAudit audit, HsmKey key) {
    this.session = session;
    this.job = job;
    this.audit = audit;
    this.key = key;
  }

  static ExtractableForOneWrap of(TokenSession session, WrapJob job, HsmKey key, JobAudit audit)
      throws HsmException, AuditException {
    ExtractableForOneWrap wrap = new ExtractableForOneWrap(session, job, audit, key);
    if (job.makeExtractable() && !key.attributes().getOrDefault(ATTRIBUTE, false)) {
      wrap.key = session.setExtractable(key, true);
      wrap.changes.add(ATTRIBUTE + " from false to true before the wrap");
      audit.madeExtractable(job);
    }
    return wrap;
  }

  /** As it is to be wrapped. */
  HsmKey key() {
    return key;
  }

  /** What was changed so far, in words. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  @Override
  public void close() throws AuditException {
    if (!job.makeExtractable()) {
      return;
    }
    try {
      session.setExtractable(key, false);
      changes.add(ATTRIBUTE + " from true to false after the wrap");
      audit.madeUnextractable(job, "done");
    } catch (HsmException e) {
      changes.add(ATTRIBUTE + " left true after the wrap, as the token did not take false");
      audit.madeUnextractable(job, "the token did not: " + e.getMessage());
    }
  }
}
