package io.keyferry.cloud.kind.existing;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.request.CheckedKind;
import io.keyferry.cloud.request.KeyConsent;
import io.keyferry.cloud.request.KindRequest;
import io.keyferry.cloud.request.RequestCheck;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request for an import into an existing KMS key.
 *
 * @param keyId as KMS accepts it: id, ARN, alias or the ARN of an alias
 */
public record ExistingKeyRequest(String keyId) implements KindRequest {

  private static final String FIELD = ExistingKeyKind.NAME;

  @Override
  public Optional<KeySpec> keySpec() {
    return Optional.empty();
  }

  @Override
  public Optional<Expiration> expiration(Optional<Expiration> asked) {
    return Optional.of(asked.orElse(Expiration.NEVER));
  }

  @Override
  public boolean goesToAgentOfAnother() {
    return false;
  }

  /** The first request may have imported into the key already. */
  @Override
  public boolean conflictsWithItself() {
    return true;
  }

  @Override
  public String inWords() {
    return "existing key";
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStringField(FIELD, keyId);
  }

  @Override
  public Optional<CheckedKind> check(RequestCheck check) {
    Optional<KeyFacts> facts;
    try {
      facts = check.describe(keyId);
    } catch (KmsRefusedException e) {
      unreadable(keyId, e, check);
      return Optional.empty();
    }
    if (facts.isEmpty()) {
      check.violation(
          FIELD,
          "a KMS key in " + check.against().account().region(),
          Violation.quoted(keyId) + ", which does not exist");
      return Optional.empty();
    }
    int before = check.violations().size();
    checkState(facts.get(), check);
    checkConsent(facts.get(), check);
    Optional<KeySpec> spec = spec(facts.get(), check);
    return check.violations().size() == before
        ? spec.map(known ->
            new CheckedKind(
                Optional.of(facts.get().arn()),
                known,
                Optional.empty(),
                Optional.empty(),
                StoredOrder.of(FIELD, this::write)))
        : Optional.empty();
  }

  private static void unreadable(String keyId, KmsRefusedException e, RequestCheck check) {
    check.violation(
        FIELD,
        "a key that this function may read, but KMS says " + e.sentence(),
        Violation.quoted(keyId));
  }

  private static void checkState(KeyFacts key, RequestCheck check) {
    KeyArn account = check.against().account();
    if (!check.isOurs(key.arn())) {
      check.violation(
          FIELD,
          "a key of account %s in %s, because KMS imports into no other"
              .formatted(account.account(), account.region()),
          key.arn().toString());
    }
    if (!key.origin().equals(KeyFacts.EXTERNAL)) {
      check.violation(FIELD, "a key with origin EXTERNAL", "origin " + key.origin());
    }
    if (!key.state().equals(KeyFacts.PENDING_IMPORT)) {
      check.violation(FIELD, "a key in state PendingImport", "state " + key.state());
    }
    key.currentKeyMaterialId()
        .ifPresent(id ->
            check.violation(
                FIELD,
                "a key that never had key material, because KMS accepts only the same bytes again",
                "key material " + id));
  }

  /** KeyFerry does not read the tags of a key of another origin or account. */
  private static void checkConsent(KeyFacts key, RequestCheck check) {
    if (!key.origin().equals(KeyFacts.EXTERNAL) || !check.isOurs(key.arn())) {
      return;
    }
    try {
      KeyConsent.violation(FIELD, key.arn(), check.tags(key.arn()), false)
          .ifPresent(check::violation);
    } catch (KmsRefusedException e) {
      unreadable(key.arn().toString(), e, check);
    }
  }

  private static Optional<KeySpec> spec(KeyFacts key, RequestCheck check) {
    Optional<KeySpec> spec =
        Arrays.stream(KeySpec.values())
            .filter(known -> known.name().equals(key.keySpec()))
            .findFirst();
    if (spec.isEmpty()) {
      check.violation(
          FIELD,
          "a key with one of the key specs %s".formatted(List.of(KeySpec.values())),
          "key spec " + key.keySpec());
    }
    spec.ifPresent(check::wrapping);
    return spec;
  }
}
