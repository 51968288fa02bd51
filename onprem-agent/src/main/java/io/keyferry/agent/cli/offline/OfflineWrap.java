package io.keyferry.agent.cli.offline;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.identity.Enrollment;
import io.keyferry.agent.job.identity.TokenSigner;
import io.keyferry.agent.job.log.HsmAudit;
import io.keyferry.agent.job.wrap.AuditedWrappingKey;
import io.keyferry.agent.job.wrap.KeyReports;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrapMechanism;
import java.util.List;
import java.util.Optional;

/** Carries out an operator's order: in the HSM, in the audit log, in the two files. */
public final class OfflineWrap {

  /**
   * The agent's signing key, and the template of new keys.
   *
   * @param agentKeyLabel the label of the agent's signing key in the token
   * @param template the attributes of generated keys
   */
  public record Settings(String agentKeyLabel, KeyTemplate template) {}

  /**
   * The result of an order.
   *
   * @param materialBytes the length of the wrapped key
   * @param signer the key that signed the record
   */
  public record Done(OfflineRecord record, int materialBytes, KeyThumbprint signer) {}

  private record Wrapped(Blob material, HsmCeremony ceremony) {}

  private final Settings settings;
  private final OfflineRecords records;
  private final AuditTrail trail;
  private final HsmAudit hsm;
  private final OfflineAudit audit;
  private final OfflineKeys keys;

  public OfflineWrap(Settings settings, OfflineRecords records, AuditTrail trail) {
    this.settings = settings;
    this.records = records;
    this.trail = trail;
    this.hsm = HsmAudit.ofOperator(trail);
    this.audit = new OfflineAudit(trail);
    this.keys = new OfflineKeys(settings, audit);
  }

  /**
   * Carries out the order. If it fails, it leaves no file and no generated key.
   *
   * @throws OrderRefusedException if the key does not exist or may not be wrapped
   * @throws OfflineFileException if the files cannot be written
   */
  public Done wrap(Token token, OfflineOrder order)
      throws HsmException, AuditException, OrderRefusedException, OfflineFileException {
    try (TokenSession session = token.openSession()) {
      WrapMechanism mechanism = session.wrapping().mechanism(order.algorithm());
      Optional<HsmKey> existing = keys.existing(session, order);
      TokenSigner signer = Enrollment.signer(session, settings.agentKeyLabel(), trail);
      try (OrderKey key = keys.orderKey(session, order, existing)) {
        Wrapped wrapped = wrap(token, session, order, key, mechanism);
        OfflineRecord record = records.of(order, wrapped.ceremony(), trail.head());
        hand(order, wrapped.material(), OfflineRecords.file(record, signer), signer);
        key.keep();
        return new Done(
            record, wrapped.material().bytes().length, signer.verificationKey().thumbprint());
      }
    } catch (HsmException e) {
      hsm.hsmFailed(e);
      throw e;
    }
  }

  private Wrapped wrap(
      Token token,
      TokenSession session,
      OfflineOrder order,
      OrderKey orderKey,
      WrapMechanism mechanism)
      throws HsmException, AuditException {
    HsmKey key = orderKey.key();
    hsm.key(key, orderKey.origin());
    HsmKeyReport report = KeyReports.of(session, order.keySpec(), key, orderKey.origin());
    ImportParameters parameters = order.parameters();
    AuditedWrappingKey wrappingKey =
        AuditedWrappingKey.in(
            session, parameters.rsa(), parameters.wrappingKey().fingerprint(), hsm);
    Blob material;
    try (wrappingKey) {
      material = Blob.of(session.wrapping().wrap(order.algorithm(), wrappingKey.key(), key));
      hsm.wrapped(mechanism, material.sha256());
    }
    return new Wrapped(
        material,
        new HsmCeremony(
            token.identity(),
            report,
            mechanism,
            material.sha256(),
            List.of(),
            wrappingKey.destroyed(order.algorithm())));
  }

  /**
   * Writes the files once the log is on disk, and removes them again if the log cannot be signed.
   */
  private void hand(OfflineOrder order, Blob material, byte[] record, TokenSigner signer)
      throws HsmException, AuditException, OfflineFileException {
    trail.force();
    order.files().write(material.bytes(), record);
    boolean signed = false;
    try {
      audit.done(order, material.sha256(), Sha256.of(record));
      trail.signHead(signer);
      signed = true;
    } finally {
      if (!signed) {
        order.files().remove();
      }
    }
  }
}
