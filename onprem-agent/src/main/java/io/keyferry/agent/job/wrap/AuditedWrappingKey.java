package io.keyferry.agent.job.wrap;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.agent.job.log.HsmAudit;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingAlgorithm;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;

/** KMS's wrapping key in the HSM. Its import and its destruction are recorded. */
public final class AuditedWrappingKey implements AutoCloseable {

  private final WrappingKey key;
  private final Sha256 fingerprint;
  private final HsmAudit audit;

  private AuditedWrappingKey(WrappingKey key, Sha256 fingerprint, HsmAudit audit) {
    this.key = key;
    this.fingerprint = fingerprint;
    this.audit = audit;
  }

  /**
   * Imports the wrapping key.
   *
   * @param fingerprint SHA-256 of its DER
   */
  public static AuditedWrappingKey in(
      TokenSession session, RSAPublicKey publicKey, Sha256 fingerprint, HsmAudit audit)
      throws HsmException, AuditException {
    WrappingKey imported = session.wrapping().importKey(publicKey);
    AuditedWrappingKey audited = new AuditedWrappingKey(imported, fingerprint, audit);
    try {
      audit.wrappingKeyImported(fingerprint);
      return audited;
    } catch (AuditException e) {
      imported.close();
      throw e;
    }
  }

  /** The key in its session. */
  public WrappingKey key() {
    return key;
  }

  /**
   * What is no longer in the HSM, in words, once a key was wrapped and this is closed. The
   * ephemeral key is always gone: otherwise the wrap fails.
   */
  public List<String> destroyed(WrappingAlgorithm algorithm) {
    List<String> destroyed = new ArrayList<>();
    if (key.destroyed()) {
      destroyed.add(
          "KMS's wrapping key, RSA %d bits, SHA-256 %s".formatted(key.bits(), fingerprint));
    }
    if (algorithm.isHybrid()) {
      destroyed.add("the ephemeral AES-256 key that the key was wrapped under");
    }
    return destroyed;
  }

  @Override
  public void close() throws AuditException {
    key.close();
    if (key.destroyed()) {
      audit.wrappingKeyDestroyed(fingerprint);
    }
  }
}
