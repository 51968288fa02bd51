package io.keyferry.agent.job.wrap;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.agent.job.log.JobAudit;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.CkaId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that the agent made extractable for one wrap and could not make unextractable again: the
 * process was killed, or the HSM was lost. They are closed as soon as the HSM can be used, whatever
 * becomes of the job.
 */
@Singleton
public final class OpenedKeys {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedKeys.class);

  private final JobLedger ledger;
  private final JobAudit audit;

  /** Held by the one job that may have a key open, so that none is closed under its hands. */
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /** The token did not take false. A person must act, so it is not tried over and over. */
  private final Set<CkaId> refused = ConcurrentHashMap.newKeySet();

  public OpenedKeys(JobLedger ledger, JobAudit audit) {
    this.ledger = ledger;
    this.audit = audit;
  }

  /** How many keys are extractable that were not when the agent found them. */
  public int count() {
    return ledger.opened().size();
  }

  /** For the time of one job: a key that it opens is left to it. */
  ReentrantLock oneAtATime() {
    return oneAtATime;
  }

  /**
   * Closes those that are left open, if the HSM can be used.
   *
   * @param token opens no session while the HSM cannot be used
   */
  public void close(Token token) {
    if (ledger.opened().keySet().stream().allMatch(refused::contains) || !oneAtATime.tryLock()) {
      return;
    }
    try (TokenSession session = token.openSession()) {
      for (Map.Entry<CkaId, WrapJob> left : ledger.opened().entrySet()) {
        close(session, left.getKey(), left.getValue());
      }
    } catch (HsmException | AuditException e) {
      LOG.error(
          "{} keys are left extractable until the HSM and the audit log can be used: {}",
          count(),
          e.getMessage());
    } finally {
      oneAtATime.unlock();
    }
  }

  private void close(TokenSession session, CkaId id, WrapJob job)
      throws HsmException, AuditException {
    if (refused.contains(id)) {
      return;
    }
    try {
      Optional<HsmKey> key = session.keys().find(id);
      if (key.isPresent()) {
        HsmKey _ = session.keys().setExtractable(key.get(), false);
        audit.madeUnextractable(job, "done after an interruption");
      }
      ledger.closed(id);
      LOG.warn("The key with CKA_ID {} was left extractable, and is not any more", id);
    } catch (HsmException e) {
      if (e.fault() != HsmException.Fault.REFUSED) {
        throw e;
      }
      refused.add(id);
      audit.madeUnextractable(job, "the token did not: " + e.getMessage());
      LOG.error(
          "The key with CKA_ID {} is left with CKA_EXTRACTABLE true, as the token does not take false ({}): set it by the HSM's own tools, then restart the agent",
          id,
          e.getMessage());
    }
  }
}
