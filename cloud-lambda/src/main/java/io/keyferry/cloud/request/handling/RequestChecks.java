package io.keyferry.cloud.request.handling;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.job.Agent;
import io.keyferry.cloud.job.Agents;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.record.CheckedRequest;
import io.keyferry.cloud.record.ImportStore;
import io.keyferry.cloud.record.Verifiable;
import io.keyferry.cloud.request.ExpirationText;
import io.keyferry.cloud.request.NewKey;
import io.keyferry.cloud.request.ParsedRequest;
import io.keyferry.cloud.request.RequestLimits;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the faults that only the clock and AWS know, without creating anything. */
public final class RequestChecks {

  private static final String AGENT = "agent";
  private static final String KEY_ID = "keyId";

  private record Existing(KeyArn arn, KeySpec spec) {}

  private final VerificationChecks verifications;
  private final Kms kms;
  private final KeyArn ours;
  private final Agents agents;
  private final RequestLimits limits;

  /**
   * Checks for one account and Region.
   *
   * @param ours any key of this account and Region
   */
  public RequestChecks(
      ImportStore store, Kms kms, KeyArn ours, Agents agents, RequestLimits limits) {
    this.verifications = new VerificationChecks(store, kms, agents, limits.allowEvenIfDisabled());
    this.kms = kms;
    this.ours = ours;
    this.agents = agents;
    this.limits = limits;
  }

  /**
   * @throws KmsUnavailableException if KMS cannot be asked now
   */
  CheckedRequest check(ParsedRequest reading, Run run) {
    List<Fault> faults = new ArrayList<>(reading.faults());
    reading.expiration().flatMap(e -> ExpirationText.fault(e, run.now())).ifPresent(faults::add);
    reading.newKey().ifPresent(key -> faults.addAll(limits.tagFaults(key.tags().keySet())));
    reading.newKey().flatMap(NewKey::alias).ifPresent(alias -> checkFree(alias, run, faults));
    Optional<Existing> existing = reading.keyId().flatMap(id -> existing(id, reading, run, faults));
    Optional<Verifiable> verified =
        reading.verification().flatMap(asked -> verifications.check(asked, reading, run, faults));
    Optional<KeySpec> spec =
        reading
            .newKey()
            .map(NewKey::spec)
            .or(() -> existing.map(Existing::spec))
            .or(() -> verified.map(Verifiable::keySpec));
    reading
        .algorithm()
        .or(() -> spec.map(WrappingRule::usual))
        .ifPresent(
            asked -> faults.addAll(limits.wrapping().faults(asked, reading.wrappingKeySpec())));
    return new CheckedRequest(
        faults,
        existing.map(Existing::arn).or(() -> verified.map(Verifiable::key)),
        spec,
        reading.verification().isPresent()
            ? verified.map(Verifiable::agent)
            : agent(reading, faults),
        verified);
  }

  private Optional<AgentName> agent(ParsedRequest reading, List<Fault> faults) {
    Optional<Agent> agent =
        reading.agent().isPresent() ? reading.agent().flatMap(agents::named) : agents.only();
    boolean isReported = faults.stream().anyMatch(fault -> fault.field().equals(AGENT));
    if (agent.isEmpty() && !isReported) {
      faults.add(
          new Fault(
              AGENT,
              "one of the enrolled agents: " + agents.inWords(),
              reading.agent().map(AgentName::value).orElse("none")));
    }
    return agent.map(Agent::name);
  }

  private void checkFree(String alias, Run run, List<Fault> faults) {
    String expected = "an alias that is not taken";
    try {
      run.call(() -> kms.describe(alias))
          .ifPresent(key ->
              faults.add(
                  new Fault("newKey.alias", expected, alias + " of " + key.content().arn())));
    } catch (KmsRefusedException e) {
      faults.add(new Fault("newKey.alias", expected + ", but KMS says " + e.sentence(), alias));
    }
  }

  private Optional<Existing> existing(
      String keyId, ParsedRequest reading, Run run, List<Fault> faults) {
    Optional<KeyFacts> facts;
    try {
      facts = run.call(() -> kms.describe(keyId)).map(KmsAnswer::content);
    } catch (KmsRefusedException e) {
      faults.add(mayRead(keyId, e));
      return Optional.empty();
    }
    if (facts.isEmpty()) {
      faults.add(new Fault(KEY_ID, "a KMS key in " + ours.region(), keyId + ", which is none"));
      return Optional.empty();
    }
    int before = faults.size();
    check(facts.get(), faults);
    checkConsent(facts.get(), run, faults);
    Optional<KeySpec> spec = spec(facts.get(), reading, faults);
    return faults.size() == before
        ? spec.map(known -> new Existing(facts.get().arn(), known))
        : Optional.empty();
  }

  private static Fault mayRead(String keyId, KmsRefusedException e) {
    return new Fault(
        KEY_ID, "a key that this function may read, but KMS says " + e.sentence(), keyId);
  }

  /** The tags of a key of another origin or account are none of KeyFerry's business. */
  private void checkConsent(KeyFacts key, Run run, List<Fault> faults) {
    if (!key.origin().equals(KeyFacts.EXTERNAL) || !isOfOurs(key.arn())) {
      return;
    }
    try {
      KeyConsent.fault(KEY_ID, key.arn(), run.call(() -> kms.tags(key.arn())), false)
          .ifPresent(faults::add);
    } catch (KmsRefusedException e) {
      faults.add(mayRead(key.arn().toString(), e));
    }
  }

  private boolean isOfOurs(KeyArn arn) {
    return arn.account().equals(ours.account()) && arn.region().equals(ours.region());
  }

  private static Optional<KeySpec> spec(KeyFacts key, ParsedRequest reading, List<Fault> faults) {
    Optional<KeySpec> spec =
        Arrays.stream(KeySpec.values())
            .filter(known -> known.name().equals(key.keySpec()))
            .findFirst();
    if (spec.isEmpty()) {
      faults.add(
          new Fault(
              KEY_ID,
              "a key with one of the key specs %s".formatted(List.of(KeySpec.values())),
              "key spec " + key.keySpec()));
    }
    spec.flatMap(reading::wrappingFault).ifPresent(faults::add);
    return spec;
  }

  private void check(KeyFacts key, List<Fault> faults) {
    KeyArn arn = key.arn();
    if (!isOfOurs(arn)) {
      faults.add(
          new Fault(
              KEY_ID,
              "a key of account %s in %s, as KMS imports into no other"
                  .formatted(ours.account(), ours.region()),
              arn.toString()));
    }
    if (!key.origin().equals(KeyFacts.EXTERNAL)) {
      faults.add(new Fault(KEY_ID, "a key with origin EXTERNAL", "origin " + key.origin()));
    }
    if (!key.state().equals(KeyFacts.PENDING_IMPORT)) {
      faults.add(new Fault(KEY_ID, "a key in state PendingImport", "state " + key.state()));
    }
    key.currentKeyMaterialId()
        .ifPresent(id ->
            faults.add(
                new Fault(
                    KEY_ID,
                    "a key that never had key material, as KMS takes only the same bytes again",
                    "key material " + id)));
  }
}
