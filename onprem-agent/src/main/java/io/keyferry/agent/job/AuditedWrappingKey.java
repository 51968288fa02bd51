package io.keyferry.agent.job;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.model.WrapJob;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/** KMS's wrapping key in the HSM for as long as a job needs it; both its ends are written down. */
final class AuditedWrappingKey implements AutoCloseable {

  private final WrappingKey key;
  private final WrapJob job;
  private final JobAudit audit;

  private AuditedWrappingKey(WrappingKey key, WrapJob job, JobAudit audit) {
    this.key = key;
    this.job = job;
    this.audit = audit;
  }

  static AuditedWrappingKey in(
      TokenSession session, WrapJob job, RSAPublicKey publicKey, JobAudit audit)
      throws HsmException, AuditException {
    WrappingKey imported = session.importWrappingKey(publicKey);
    AuditedWrappingKey audited = new AuditedWrappingKey(imported, job, audit);
    try {
      audit.wrappingKeyImported(job);
      return audited;
    } catch (AuditException e) {
      imported.close();
      throw e;
    }
  }

  WrappingKey key() {
    return key;
  }

  /** What of it is no longer in the HSM, in words. */
  List<String> destroyed() {
    return key.destroyed()
        ? List.of(
            "KMS's wrapping key, RSA %d bits, SHA-256 %s"
                .formatted(key.bits(), job.wrappingKey().fingerprint()))
        : List.of();
  }

  @Override
  public void close() throws AuditException {
    key.close();
    if (key.destroyed()) {
      audit.wrappingKeyDestroyed(job);
    }
  }
}
