package io.keyferry.agent.job.check;

import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The preconditions on the HSM key of a job: an unexpected key is never adopted, a named key is
 * never generated, no attribute is changed without an order.
 */
@Singleton
public final class KeyPreconditions {

  private final Token token;
  private final Policy policy;
  private final JobLedger ledger;
  private final KeyFitness fitness;

  public KeyPreconditions(Token token, Policy policy, JobLedger ledger, WorkSettings settings) {
    this.token = token;
    this.policy = policy;
    this.ledger = ledger;
    this.fitness = new KeyFitness(settings.agentKeyLabel());
  }

  /**
   * Returns the first objection.
   *
   * @param found the key that the job names, if the HSM has one
   */
  public Optional<Failure> objection(WrapJob job, Optional<HsmKey> found) throws AuditException {
    if (found.isEmpty()) {
      return job.hsm().existingKey().isPresent() ? Optional.of(missing(job)) : Optional.empty();
    }
    boolean expected =
        job.hsm().existingKey().isPresent()
            || ledger.generated(job, found.get())
            || policy.objectionToExport(job.hsmKey()).isEmpty();
    return expected ? unfit(job, found.get()) : Optional.of(planted(job, found.get()));
  }

  private Optional<Failure> unfit(WrapJob job, HsmKey key) {
    Optional<String> objection = fitness.objection(key, job.keySpec());
    if (objection.isPresent()) {
      return unfit(key, objection.get());
    }
    boolean asFound = !ledger.opened().containsKey(key.id());
    if (key.isExtractable() && (asFound || job.hsm().makeExtractable())) {
      return Optional.empty();
    }
    if (!job.hsm().makeExtractable()) {
      return unfit(
          key,
          "CKA_EXTRACTABLE true, found false: it may not leave the HSM. Request again with makeExtractable, if policy.make-extractable in the agent's configuration allows it; otherwise import a new key");
    }
    return key.isModifiable()
        ? Optional.empty()
        : unfit(
            key,
            "CKA_EXTRACTABLE or CKA_MODIFIABLE true, found both false: it can never leave this HSM. Import a new key");
  }

  private static Optional<Failure> unfit(HsmKey key, String difference) {
    return Optional.of(Failure.of(FailureCode.HSM_KEY_UNFIT, KeyFitness.sentence(key, difference)));
  }

  private Failure missing(WrapJob job) {
    return Failure.of(
        FailureCode.HSM_KEY_MISSING,
        "expected a key with %s in %s, found none: restore it from the HSM's backup, or import a new key"
            .formatted(job.hsmKey().inWords(), tokenName()));
  }

  private Failure planted(WrapJob job, HsmKey key) {
    return Failure.of(
        FailureCode.HSM_KEY_UNEXPECTED,
        "expected no key with %s in %s except the one that the agent generates for import %s, found '%s', which the agent did not generate: find out who did; if the agent's job ledger was lost, add the key to policy.existing-keys; otherwise request a new import"
            .formatted(job.hsmKey().inWords(), tokenName(), job.importId(), key.label()));
  }

  private String tokenName() {
    return "token '%s' (serial %s)".formatted(token.identity().label(), token.identity().serial());
  }
}
