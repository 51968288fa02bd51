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
 * Keys that the agent made extractable for one wrap and could not make unextractable again, because
 * the process was killed or the HSM was lost. They are closed as soon as the HSM is usable,
 * whatever the outcome of the job.
 */
@Singleton
public final class OpenedKeys {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedKeys.class);

  private final JobLedger ledger;
  private final JobAudit audit;

  /** Held by the one job that may have a key open, so that its key is not closed meanwhile. */
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /** Keys for which the token did not accept false. An operator must act, so there is no retry. */
  private final Set<CkaId> refused = ConcurrentHashMap.newKeySet();

  public OpenedKeys(JobLedger ledger, JobAudit audit) {
    this.ledger = ledger;
    this.audit = audit;
  }

  /** The number of keys that are extractable now but were not before. */
  public int count() {
    return ledger.opened().size();
  }

  /** Reserves opening for one job: {@link #close} leaves its key alone. */
  ReentrantLock oneAtATime() {
    return oneAtATime;
  }

  /**
   * Closes the keys that were left open, if the HSM is usable.
   *
   * @param token opens no session while the HSM is unusable
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
          "{} keys stay extractable until the HSM and the audit log are usable: {}",
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
      LOG.warn("The key with CKA_ID {} was left extractable and is unextractable again", id);
    } catch (HsmException e) {
      if (e.fault() != HsmException.Fault.REFUSED) {
        throw e;
      }
      refused.add(id);
      audit.madeUnextractable(job, "failed: " + e.getMessage());
      LOG.error(
          "The key with CKA_ID {} is left with CKA_EXTRACTABLE true, because the token does not accept false ({}): set it with the HSM's own tools, then restart the agent",
          id,
          e.getMessage());
    }
  }
}
