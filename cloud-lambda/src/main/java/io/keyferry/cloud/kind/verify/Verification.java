package io.keyferry.cloud.kind.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.cloud.job.Agents;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.cloud.request.CheckedKind;
import io.keyferry.cloud.request.KeyConsent;
import io.keyferry.cloud.request.KindRequest;
import io.keyferry.cloud.request.RequestCheck;
import io.keyferry.model.input.Violation;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A request to prove the key of an earlier import.
 *
 * @param importId the earlier import
 * @param evenIfDisabled whether a Disabled key is allowed, which the import enables
 * @param makeExtractable whether the agent may make the HSM key extractable for it
 */
public record Verification(ImportId importId, boolean evenIfDisabled, boolean makeExtractable)
    implements KindRequest {

  private static final String IMPORT_ID_FIELD = VerifyKind.NAME + ".importId";
  private static final String EVEN_IF_DISABLED_FIELD = VerifyKind.NAME + ".evenIfDisabled";
  private static final String EXPIRATION = "expiration";

  @Override
  public Optional<KeySpec> keySpec() {
    return Optional.empty();
  }

  /** Only the expiration that KMS must have already, if it differs from the earlier import's. */
  @Override
  public Optional<Expiration> expiration(Optional<Expiration> asked) {
    return asked;
  }

  @Override
  public boolean goesToAgentOfAnother() {
    return true;
  }

  @Override
  public boolean conflictsWithItself() {
    return false;
  }

  @Override
  public String inWords() {
    return "verification of import " + importId;
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(VerifyKind.NAME);
    writeFields(json);
    json.writeEndObject();
  }

  void writeFields(JsonGenerator json) throws IOException {
    json.writeStringField("importId", importId.value());
    json.writeBooleanField("evenIfDisabled", evenIfDisabled);
    json.writeBooleanField("makeExtractable", makeExtractable);
  }

  @Override
  public Optional<CheckedKind> check(RequestCheck check) {
    boolean mayBeAsked = check.against().limits().allowEvenIfDisabled();
    if (evenIfDisabled && !mayBeAsked) {
      check.violation(
          EVEN_IF_DISABLED_FIELD,
          "false, because the setting allowEvenIfDisabled of this deployment is false",
          "true");
    }
    Optional<ImportRecord> found = check.against().store().find(importId).map(StoredImport::record);
    if (found.isEmpty()) {
      check.violation(IMPORT_ID_FIELD, "the id of an import", importId + ", which does not exist");
      return Optional.empty();
    }
    int before = check.violations().size();
    ImportRecord record = found.get();
    checkRecord(record, check);
    check.wrapping(record.keySpec());
    Agents agents = check.against().agents();
    if (agents.named(record.agent()).isEmpty()) {
      check.violation(
          IMPORT_ID_FIELD,
          "an import of one of the enrolled agents: " + agents.inWords(),
          "one of " + record.agent());
    }
    Optional<KeyFacts> facts = record.keyArn().flatMap(key -> key(key, check));
    facts
        .flatMap(key -> stateViolation(key.state(), record.keySpec(), mayBeAsked))
        .ifPresent(check::violation);
    facts
        .flatMap(key ->
            expirationViolation(
                key, record.kms().expiration(), check.parsed().options().expiration()))
        .ifPresent(check::violation);
    return check.violations().size() == before
        ? record
            .keyArn()
            .flatMap(key -> record.hsm().hsmKey().map(hsmKey -> checked(record, hsmKey, facts)))
        : Optional.empty();
  }

  private CheckedKind checked(ImportRecord record, HsmKeyReport hsmKey, Optional<KeyFacts> facts) {
    return new CheckedKind(
        record.keyArn(),
        record.keySpec(),
        Optional.of(record.agent()),
        Optional.of(facts.flatMap(KeyFacts::expiration).orElse(record.kms().expiration())),
        new VerificationImport.Order(this, hsmKey.ckaId(), record.kms().keyMaterialId(), false)
            .stored());
  }

  private void checkRecord(ImportRecord record, RequestCheck check) {
    if (record.state() != ImportState.IMPORTED) {
      check.violation(IMPORT_ID_FIELD, "an import in state IMPORTED", "state " + record.state());
    } else if (record.hsm().hsmKey().isEmpty()
        || (record.keySpec() == KeySpec.SYMMETRIC_DEFAULT
            && record.kms().keyMaterialId().isEmpty())) {
      check.violation(
          IMPORT_ID_FIELD,
          "an import for which KMS returned a key material id",
          importId + ", without a key material id");
    }
  }

  private static Optional<KeyFacts> key(KeyArn key, RequestCheck check) {
    try {
      Optional<KeyFacts> facts = check.describe(key.toString());
      if (facts.isEmpty()) {
        check.violation(
            IMPORT_ID_FIELD, "an import whose KMS key exists", key + ", which does not");
      } else {
        KeyConsent.violation(IMPORT_ID_FIELD, key, check.tags(key), true)
            .ifPresent(check::violation);
      }
      return facts;
    } catch (KmsRefusedException e) {
      check.violation(
          IMPORT_ID_FIELD,
          "a KMS key that this function may read, but KMS says " + e.sentence(),
          key.toString());
      return Optional.empty();
    }
  }

  /**
   * The violation of a key in this state. A verification imports, and an import enables the key: it
   * must not undo an administrator's DisableKey or the deletion of the material without an order.
   *
   * @param mayBeAsked whether the deployment allows a request to order it
   */
  Optional<Violation> stateViolation(String state, KeySpec spec, boolean mayBeAsked) {
    return switch (state) {
      case KeyFacts.ENABLED, KeyFacts.UPDATING -> Optional.empty();
      case KeyFacts.DISABLED ->
          evenIfDisabled && spec == KeySpec.SYMMETRIC_DEFAULT
              ? Optional.empty()
              : Optional.of(disabled(spec, mayBeAsked));
      case KeyFacts.PENDING_IMPORT ->
          Optional.of(
              new Violation(
                  IMPORT_ID_FIELD,
                  "a KMS key that holds key material, because without it there is nothing to prove",
                  "a key in state PendingImport: its material was deleted or has expired"));
      default ->
          Optional.of(
              new Violation(
                  IMPORT_ID_FIELD,
                  "a KMS key in state Enabled or Updating, in which KMS imports",
                  "a key in state " + state));
    };
  }

  /** Only the verification of an AES key imports; nothing enables any other key. */
  private static Violation disabled(KeySpec spec, boolean mayBeAsked) {
    String found = "a key in state Disabled";
    if (spec != KeySpec.SYMMETRIC_DEFAULT) {
      return new Violation(
          IMPORT_ID_FIELD,
          "an Enabled KMS key, because its public key or MAC is compared: enable the key first",
          found);
    }
    return mayBeAsked
        ? new Violation(
            EVEN_IF_DISABLED_FIELD,
            "true for a Disabled key, because the import that verifies a key enables it: set evenIfDisabled, or enable the key first",
            found)
        : new Violation(
            IMPORT_ID_FIELD,
            "an Enabled KMS key, because the import that verifies a key enables it: enable the key first",
            found);
  }

  /**
   * The violation of a key whose material expires at another time than recorded or ordered:
   * importing it again with that date would undo what an administrator has set since.
   */
  Optional<Violation> expirationViolation(
      KeyFacts key, Expiration recorded, Optional<Expiration> ordered) {
    return key.expiration()
        .filter(now -> !isSame(now, ordered.orElse(recorded)))
        .map(now ->
            ordered.isPresent()
                ? new Violation(
                    EXPIRATION,
                    "what KMS has, %s, because a verification changes nothing".formatted(now),
                    ordered.get().toString())
                : new Violation(
                    EXPIRATION,
                    "KMS to have the expiration of import %s, %s: to verify the key with the one that KMS has, request \"expiration\": \"%s\""
                        .formatted(importId, recorded, now),
                    now.toString()));
  }

  /** KMS may keep only the second. */
  private static boolean isSame(Expiration one, Expiration other) {
    return seconds(one).equals(seconds(other));
  }

  private static Optional<Instant> seconds(Expiration expiration) {
    return expiration.validTo().map(time -> time.truncatedTo(ChronoUnit.SECONDS));
  }
}
