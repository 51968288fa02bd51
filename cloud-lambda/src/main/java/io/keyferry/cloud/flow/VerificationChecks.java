package io.keyferry.cloud.flow;

import io.keyferry.cloud.event.Fault;
import io.keyferry.cloud.request.RequestReading;
import io.keyferry.cloud.request.Verification;
import io.keyferry.model.AgentName;
import io.keyferry.model.Expiration;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.ImportState;
import io.keyferry.model.KeyArn;
import io.keyferry.model.KeySpec;
import io.keyferry.model.UtcTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the faults of a verification that only the table, the clock and KMS can tell. */
final class VerificationChecks {

  private static final String IMPORT_ID = "verify.importId";

  /**
   * An import that can be verified.
   *
   * @param agent in whose HSM the key is
   * @param expiration of its material, which the verification sets once more
   */
  record Verifiable(
      KeyArn key, KeySpec keySpec, AgentName agent, Expiration expiration, Proof proof) {}

  private final ImportStore store;
  private final Kms kms;
  private final Agents agents;

  VerificationChecks(ImportStore store, Kms kms, Agents agents) {
    this.store = store;
    this.kms = kms;
    this.agents = agents;
  }

  /**
   * The import to verify, if there is nothing wrong with it.
   *
   * @throws KmsUnavailableException if KMS cannot be asked now
   */
  Optional<Verifiable> check(
      Verification asked, RequestReading reading, Instant now, List<Fault> faults) {
    Optional<ImportRecord> found = store.find(asked.importId()).map(StoredImport::record);
    if (found.isEmpty()) {
      faults.add(new Fault(IMPORT_ID, "the id of an import", asked.importId() + ", which is none"));
      return Optional.empty();
    }
    int before = faults.size();
    ImportRecord record = found.get();
    checkRecord(record, now, faults);
    reading.wrappingFault(record.keySpec()).ifPresent(faults::add);
    if (agents.named(record.agent()).isEmpty()) {
      faults.add(
          new Fault(
              IMPORT_ID,
              "an import of one of the enrolled agents: " + agents.inWords(),
              "one of " + record.agent()));
    }
    record.keyArn().ifPresent(key -> checkKey(key, record.keySpec(), asked, faults));
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
                        record.expiration(),
                        new Proof(
                            record.importId(),
                            hsmKey.ckaId(),
                            record.keyMaterialId(),
                            asked.evenIfDisabled(),
                            asked.makeExtractable(),
                            false))));
  }

  private static void checkRecord(ImportRecord record, Instant now, List<Fault> faults) {
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
    record
        .expiration()
        .validTo()
        .filter(end -> !now.isBefore(end))
        .ifPresent(end ->
            faults.add(
                new Fault(
                    IMPORT_ID,
                    "an import whose key material has not expired",
                    "expired " + UtcTime.format(end))));
  }

  private void checkKey(KeyArn key, KeySpec spec, Verification asked, List<Fault> faults) {
    Optional<KeyFacts> facts;
    try {
      facts = kms.describe(key.toString()).map(KmsAnswer::content);
    } catch (KmsRefusedException e) {
      faults.add(new Fault(IMPORT_ID, "a KMS key that this function may describe", e.sentence()));
      return;
    }
    if (facts.isEmpty()) {
      faults.add(new Fault(IMPORT_ID, "an import whose KMS key exists", key + ", which does not"));
      return;
    }
    Provable.fault(facts.get().state(), spec, asked.evenIfDisabled()).ifPresent(faults::add);
  }
}
