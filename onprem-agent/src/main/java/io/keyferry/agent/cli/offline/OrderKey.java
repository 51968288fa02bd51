package io.keyferry.agent.cli.offline;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.value.HsmKeyReport.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key of an order. A key generated for the order is destroyed unless the order completes. */
final class OrderKey implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OrderKey.class);

  private final TokenSession session;
  private final HsmKey key;
  private final Origin origin;
  private final OfflineAudit audit;
  private boolean kept;

  OrderKey(TokenSession session, HsmKey key, Origin origin, OfflineAudit audit) {
    this.session = session;
    this.key = key;
    this.origin = origin;
    this.audit = audit;
  }

  HsmKey key() {
    return key;
  }

  Origin origin() {
    return origin;
  }

  /** Keeps a generated key: the order is complete. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() throws AuditException {
    if (origin == Origin.FOUND || kept) {
      return;
    }
    try {
      session.keys().destroy(key);
      audit.destroyed(key, "done");
    } catch (HsmException e) {
      LOG.error(
          "Key '{}' with CKA_ID {} is left in the HSM, but no file contains it: wrap it with --key, or destroy it: {}",
          key.label(),
          key.id(),
          e.getMessage());
      audit.destroyed(key, "failed: " + e.getMessage());
    }
  }
}
