package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.Token;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.KeySpec;
import io.keyferry.model.WrapJob;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * What speaks against wrapping the key that the HSM has for a job. A key that nobody told of is not
 * taken for ours, a key that is told of is never made, and none is changed unasked.
 */
@Singleton
final class KeyObjections {

  private static final String EXTRACTABLE = "CKA_EXTRACTABLE";
  private static final String MODIFIABLE = "CKA_MODIFIABLE";
  private static final String SIGN = "CKA_SIGN";

  private final Token token;
  private final Policy policy;
  private final WorkSettings settings;

  KeyObjections(Token token, Policy policy, WorkSettings settings) {
    this.token = token;
    this.policy = policy;
    this.settings = settings;
  }

  /**
   * The first objection.
   *
   * @param found the key that the job names, if the HSM has one
   */
  Optional<Failure> objection(WrapJob job, Admission.Known known, Optional<HsmKey> found) {
    if (found.isEmpty()) {
      return job.existingKey().isPresent() ? Optional.of(missing(job)) : Optional.empty();
    }
    boolean expected =
        job.existingKey().isPresent()
            || known == Admission.Known.AGAIN
            || policy.objectionToExport(job.hsmKey()).isEmpty();
    return expected ? unfit(job, found.get()) : Optional.of(planted(job, found.get()));
  }

  private Optional<Failure> unfit(WrapJob job, HsmKey key) {
    if (key.label().equals(settings.agentKeyLabel()) && job.keySpec().isKeyPair()) {
      return unfit(
          key,
          "to be a customer's, found the agent's own signing key: whoever has it can answer for this agent. Name another key");
    }
    if (!key.form().fits(job.keySpec())) {
      return unfit(
          key,
          "to be %s, found %s: name a key that fits %s, or import a new one"
              .formatted(KeyForm.wanted(job.keySpec()), key.form(), job.keySpec()));
    }
    if (job.keySpec().isKeyPair() && key.publicKey().isEmpty()) {
      return unfit(
          key,
          "one public key with the same CKA_ID, found none or several: without it nobody can compare it with that of KMS. Put it beside the private one, or destroy those that are not its");
    }
    if (job.keySpec().family() == KeySpec.Family.HMAC && !isTrue(key, SIGN)) {
      return unfit(
          key,
          "CKA_SIGN true, found false: its HMAC of a challenge is what is compared with that of KMS. Name another key, or import a new one");
    }
    if (isTrue(key, EXTRACTABLE)) {
      return Optional.empty();
    }
    if (!job.makeExtractable()) {
      return unfit(
          key,
          "CKA_EXTRACTABLE true, found false: it may not leave the HSM. Request again with makeExtractable, if policy.make-extractable in the agent's configuration is to allow it, else import a new key");
    }
    return isTrue(key, MODIFIABLE)
        ? Optional.empty()
        : unfit(
            key,
            "CKA_EXTRACTABLE or CKA_MODIFIABLE true, found both false: it can never leave this HSM. Import a new key");
  }

  private static boolean isTrue(HsmKey key, String attribute) {
    return key.attributes().getOrDefault(attribute, false);
  }

  private static Optional<Failure> unfit(HsmKey key, String difference) {
    return Optional.of(
        Failure.of(
            FailureCode.HSM_KEY_UNFIT,
            "expected of key '%s' with CKA_ID %s %s".formatted(key.label(), key.id(), difference)));
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
        "expected no key with %s in %s before the first attempt of import %s, found '%s', of which the agent's journal knows nothing: find out who made it; if the journal was lost, name the key in policy.existing-keys, else request a new import"
            .formatted(job.hsmKey().inWords(), tokenName(), job.importId(), key.label()));
  }

  private String tokenName() {
    return "token '%s' (serial %s)".formatted(token.identity().label(), token.identity().serial());
  }
}
