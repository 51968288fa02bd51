package io.keyferry.cloud.request.handling;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.job.Agents;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.record.ImportStore;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.cloud.record.Verifiable;
import io.keyferry.cloud.record.VerificationTarget;
import io.keyferry.cloud.request.ParsedRequest;
import io.keyferry.cloud.request.Verification;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Finds the faults of a verification that only the table, the clock and KMS know. */
public final class VerificationChecks {

  private static final String IMPORT_ID = "verify.importId";
  private static final String EVEN_IF_DISABLED = "verify.evenIfDisabled";
  private static final String EXPIRATION = "expiration";

  private final ImportStore store;
  private final Kms kms;
  private final Agents agents;
  private final boolean allowEvenIfDisabled;

  VerificationChecks(ImportStore store, Kms kms, Agents agents, boolean allowEvenIfDisabled) {
    this.store = store;
    this.kms = kms;
    this.agents = agents;
    this.allowEvenIfDisabled = allowEvenIfDisabled;
  }

  /**
   * The import to verify, if there is nothing wrong with it.
   *
   * @throws KmsUnavailableException if KMS cannot be asked now
   */
  Optional<Verifiable> check(
      Verification asked, ParsedRequest reading, Run run, List<Fault> faults) {
    if (asked.evenIfDisabled() && !allowEvenIfDisabled) {
      faults.add(
          new Fault(
              EVEN_IF_DISABLED,
              "false, as the setting allowEvenIfDisabled of this deployment is false",
              "true"));
    }
    Optional<ImportRecord> found = store.find(asked.importId()).map(StoredImport::record);
    if (found.isEmpty()) {
      faults.add(new Fault(IMPORT_ID, "the id of an import", asked.importId() + ", which is none"));
      return Optional.empty();
    }
    int before = faults.size();
    ImportRecord record = found.get();
    checkRecord(record, faults);
    reading.wrappingFault(record.keySpec()).ifPresent(faults::add);
    if (agents.named(record.agent()).isEmpty()) {
      faults.add(
          new Fault(
              IMPORT_ID,
              "an import of one of the enrolled agents: " + agents.inWords(),
              "one of " + record.agent()));
    }
    Optional<KeyFacts> facts = record.keyArn().flatMap(key -> key(key, run, faults));
    facts
        .flatMap(key ->
            stateFault(key.state(), record.keySpec(), asked.evenIfDisabled(), allowEvenIfDisabled))
        .ifPresent(faults::add);
    facts
        .flatMap(key ->
            expirationFault(record.importId(), key, record.expiration(), reading.expiration()))
        .ifPresent(faults::add);
    if (faults.size() > before) {
      return Optional.empty();
    }
    return record
        .keyArn()
        .flatMap(key ->
            record
                .hsmKey()
                .map(hsmKey ->
                    new Verifiable(
                        key,
                        record.keySpec(),
                        record.agent(),
                        facts.flatMap(KeyFacts::expiration).orElse(record.expiration()),
                        new VerificationTarget(
                            record.importId(),
                            hsmKey.ckaId(),
                            record.keyMaterialId(),
                            asked.evenIfDisabled(),
                            asked.makeExtractable(),
                            false))));
  }

  private static void checkRecord(ImportRecord record, List<Fault> faults) {
    if (record.state() != ImportState.IMPORTED) {
      faults.add(new Fault(IMPORT_ID, "an import in state IMPORTED", "state " + record.state()));
    } else if (record.hsmKey().isEmpty()
        || (record.keySpec() == KeySpec.SYMMETRIC_DEFAULT && record.keyMaterialId().isEmpty())) {
      faults.add(
          new Fault(
              IMPORT_ID,
              "an import for which KMS named the key material",
              record.importId() + ", without a key material id"));
    }
  }

  private Optional<KeyFacts> key(KeyArn key, Run run, List<Fault> faults) {
    try {
      Optional<KeyFacts> facts =
          run.call(() -> kms.describe(key.toString())).map(KmsAnswer::content);
      if (facts.isEmpty()) {
        faults.add(
            new Fault(IMPORT_ID, "an import whose KMS key exists", key + ", which does not"));
      } else {
        KeyConsent.fault(IMPORT_ID, key, run.call(() -> kms.tags(key)), true)
            .ifPresent(faults::add);
      }
      return facts;
    } catch (KmsRefusedException e) {
      faults.add(
          new Fault(
              IMPORT_ID,
              "a KMS key that this function may read, but KMS says " + e.sentence(),
              key.toString()));
      return Optional.empty();
    }
  }

  /**
   * The violation of a key in this state. Importing is what verifies, and KMS enables a key by it:
   * neither an administrator's DisableKey nor the deletion of the material may be undone unasked.
   *
   * @param mayBeAsked whether the deployment lets a request ask for it
   */
  public static Optional<Fault> stateFault(
      String state, KeySpec spec, boolean evenIfDisabled, boolean mayBeAsked) {
    return switch (state) {
      case KeyFacts.ENABLED, KeyFacts.UPDATING -> Optional.empty();
      case KeyFacts.DISABLED ->
          evenIfDisabled && spec == KeySpec.SYMMETRIC_DEFAULT
              ? Optional.empty()
              : Optional.of(disabled(spec, mayBeAsked));
      case KeyFacts.PENDING_IMPORT ->
          Optional.of(
              new Fault(
                  IMPORT_ID,
                  "a KMS key that holds key material, as without any there is nothing to prove",
                  "a key in state PendingImport: its material was deleted or has expired"));
      default ->
          Optional.of(
              new Fault(
                  IMPORT_ID,
                  "a KMS key in state Enabled or Updating, in which KMS imports",
                  "a key in state " + state));
    };
  }

  /** To prove any key but an AES key takes no import, and so nothing enables it. */
  private static Fault disabled(KeySpec spec, boolean mayBeAsked) {
    String found = "a key in state Disabled";
    if (spec != KeySpec.SYMMETRIC_DEFAULT) {
      return new Fault(
          IMPORT_ID,
          "an Enabled KMS key, as its public key or MAC is compared: enable the key first",
          found);
    }
    return mayBeAsked
        ? new Fault(
            EVEN_IF_DISABLED,
            "true for a Disabled key, as KMS enables a key by the import that verifies it: order"
                + " evenIfDisabled, or enable the key first",
            found)
        : new Fault(
            IMPORT_ID,
            "an Enabled KMS key, as KMS enables a key by the import that verifies it: enable the"
                + " key first",
            found);
  }

  /**
   * The violation of a key whose material expires at another time than was recorded or ordered: to
   * import it again with that date would take back what an administrator has set since.
   */
  public static Optional<Fault> expirationFault(
      ImportId importId, KeyFacts key, Expiration recorded, Optional<Expiration> ordered) {
    return key.expiration()
        .filter(now -> !isSame(now, ordered.orElse(recorded)))
        .map(now ->
            ordered.isPresent()
                ? new Fault(
                    EXPIRATION,
                    "what KMS has, %s, as a verification changes nothing".formatted(now),
                    ordered.get().toString())
                : new Fault(
                    EXPIRATION,
                    "KMS to have the expiration of import %s, %s: to verify the key with the one that KMS has, order \"expiration\": \"%s\""
                        .formatted(importId, recorded, now),
                    now.toString()));
  }

  /** KMS may keep the second alone. */
  private static boolean isSame(Expiration one, Expiration other) {
    return seconds(one).equals(seconds(other));
  }

  private static Optional<Instant> seconds(Expiration expiration) {
    return expiration.validTo().map(time -> time.truncatedTo(ChronoUnit.SECONDS));
  }
}
