package io.keyferry.agent.job.wrap;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.job.check.JobCheck;
import io.keyferry.agent.job.check.JobCheck.Verdict;
import io.keyferry.agent.job.check.KeyPreconditions;
import io.keyferry.agent.job.check.WorkSettings;
import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.agent.job.log.JobAudit;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportStep;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.WrapMechanism;
import jakarta.inject.Singleton;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * Checks an authentic job and, if it is allowed, does its work in the HSM: imports the wrapping
 * key, finds or generates the key, wraps it, destroys the wrapping key.
 */
@Singleton
public final class KeyWork {

  /** The outcome of a job: a wrapped key and its report, or the reason why there is none. */
  public sealed interface Done {

    record Wrapped(WrappedKey key, HsmCeremony ceremony) implements Done {}

    record Refused(Failure failure) implements Done {}
  }

  private record Found(HsmKey key, Origin origin) {}

  private final Token token;
  private final WorkSettings settings;
  private final JobCheck check;
  private final KeyPreconditions preconditions;
  private final JobLedger ledger;
  private final OpenedKeys opened;
  private final JobAudit audit;

  public KeyWork(
      Token token,
      WorkSettings settings,
      JobCheck check,
      KeyPreconditions preconditions,
      JobLedger ledger,
      OpenedKeys opened,
      JobAudit audit) {
    this.token = token;
    this.settings = settings;
    this.check = check;
    this.preconditions = preconditions;
    this.ledger = ledger;
    this.opened = opened;
    this.audit = audit;
  }

  /**
   * Wraps the key that the job orders, or refuses it.
   *
   * @throws HsmException if the HSM failed: there is no answer yet
   * @throws AuditException if the work could not be recorded: no answer may be sent
   */
  public Done wrap(TokenSession session, WrapJob job) throws HsmException, AuditException {
    return switch (check.check(job)) {
      case Verdict.Refused(Failure failure) -> refuse(job, failure);
      case Verdict.Allowed(RSAPublicKey wrappingKey) -> {
        Optional<Failure> objection = ledger.admit(job);
        if (objection.isPresent()) {
          yield refuse(job, objection.get());
        }
        audit.accepted(job);
        yield wrapAdmitted(session, job, wrappingKey);
      }
    };
  }

  /** Refuses the job, whatever it orders. */
  public Done refuse(WrapJob job, Failure failure) throws AuditException {
    audit.refused(job, failure);
    return new Done.Refused(failure);
  }

  private Done wrapAdmitted(TokenSession session, WrapJob job, RSAPublicKey publicKey)
      throws HsmException, AuditException {
    if (job.hsm().makeExtractable()) {
      opened.oneAtATime().lock();
    }
    try {
      return work(session, job, publicKey);
    } catch (HsmException e) {
      audit.hsm(job).hsmFailed(e);
      if (e.fault() != HsmException.Fault.REFUSED) {
        throw e;
      }
      return refuse(job, Failure.of(FailureCode.HSM_REFUSED, String.valueOf(e.getMessage())));
    } finally {
      if (job.hsm().makeExtractable()) {
        opened.oneAtATime().unlock();
      }
    }
  }

  private Done work(TokenSession session, WrapJob job, RSAPublicKey publicKey)
      throws HsmException, AuditException {
    WrapMechanism mechanism = session.wrapping().mechanism(job.wrapping().wrappingAlgorithm());
    Optional<HsmKey> earlier = session.keys().find(job.hsmKey());
    Optional<Failure> objection = preconditions.objection(job, earlier);
    if (objection.isPresent()) {
      return refuse(job, objection.get());
    }
    AuditedWrappingKey wrappingKey =
        AuditedWrappingKey.in(session, publicKey, job.wrappingKey().fingerprint(), audit.hsm(job));
    Found found;
    HsmKey wrapped;
    TemporaryExtractability extractable;
    Blob blob;
    try (wrappingKey) {
      audit.step(
          ImportStep.WRAPPING_KEY_IN_HSM,
          job,
          "RSA %d bits, SHA-256 %s"
              .formatted(wrappingKey.key().bits(), job.wrappingKey().fingerprint()));
      found = key(session, job, earlier);
      extractable = new TemporaryExtractability(session, job, found.key(), ledger, audit);
      try (extractable) {
        wrapped = extractable.open();
        blob =
            Blob.of(
                session
                    .wrapping()
                    .wrap(job.wrapping().wrappingAlgorithm(), wrappingKey.key(), wrapped));
        audit.hsm(job).wrapped(mechanism, blob.sha256());
      }
    }
    audit.step(
        ImportStep.KEY_WRAPPED,
        job,
        "%s, %d bytes".formatted(job.wrapping().wrappingAlgorithm(), blob.bytes().length));
    HsmKeyReport report = KeyReports.of(session, job.keySpec(), wrapped, found.origin());
    return new Done.Wrapped(
        new WrappedKey(blob, job.wrapping().wrappingAlgorithm(), report, token.identity()),
        new HsmCeremony(
            token.identity(),
            report,
            mechanism,
            blob.sha256(),
            extractable.changes(),
            wrappingKey.destroyed(job.wrapping().wrappingAlgorithm())));
  }

  private Found key(TokenSession session, WrapJob job, Optional<HsmKey> earlier)
      throws HsmException, AuditException {
    Origin origin = earlier.isPresent() ? Origin.FOUND : Origin.GENERATED;
    HsmKey key = earlier.isPresent() ? earlier.get() : generate(session, job);
    if (job.hsm().existingKey().isEmpty()) {
      ledger.identify(job, key);
    }
    if (origin == Origin.FOUND && job.hsm().existingKey().isEmpty() && ledger.generated(job, key)) {
      audit.hsm(job).ownKeyFound(key);
    } else {
      audit.hsm(job).key(key, origin);
    }
    audit.step(
        earlier.isPresent() ? ImportStep.HSM_KEY_FOUND : ImportStep.HSM_KEY_GENERATED,
        job,
        "%s, CKA_ID %s, label '%s'".formatted(key.form(), key.id(), key.label()));
    return new Found(key, origin);
  }

  private HsmKey generate(TokenSession session, WrapJob job) throws HsmException, AuditException {
    return session
        .keys()
        .generate(
            job.keySpec(),
            CkaId.of(job.importId()),
            ledger.labelOfNewKey(job),
            settings.template());
  }
}
