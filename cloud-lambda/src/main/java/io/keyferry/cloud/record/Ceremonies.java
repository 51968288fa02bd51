package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.Evidence;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.Sleeper;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.ImportParameterFacts;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.Software;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Ends imports, each with one signed ceremony record; all records form one chain. */
public final class Ceremonies {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

  private final ImportStore store;
  private final Kms kms;
  private final Sleeper pause;
  private final MessageSigner<RuntimeException> signer;
  private final Software cloud;

  /**
   * The ceremony records of one cloud half.
   *
   * @param signer the key that signs jobs and ceremony records
   * @param cloud this software
   */
  public Ceremonies(
      ImportStore store,
      Kms kms,
      Sleeper pause,
      MessageSigner<RuntimeException> signer,
      Software cloud) {
    this.store = store;
    this.kms = kms;
    this.pause = pause;
    this.signer = signer;
    this.cloud = cloud;
  }

  /**
   * Completes the evidence with the final state of the key, as far as KMS returns it. Only when the
   * import is about to end, so that nobody waits for it to use the key.
   *
   * @param key absent if the import ends without a key
   * @throws KmsUnavailableException if KMS does not answer: the import does not end yet
   */
  void complete(Evidence evidence, Optional<KeyArn> key, Run run) {
    evidence
        .enabledKey()
        .or(() -> key.flatMap(arn -> describe(arn, evidence, run)))
        .map(facts -> withPolicy(facts, evidence, run))
        .ifPresent(evidence::ended);
  }

  private Optional<KeyFacts> describe(KeyArn key, Evidence evidence, Run run) {
    try {
      return run.call(() -> kms.describe(key.toString()))
          .map(answer -> evidence.answered(Evidence.DESCRIBE_KEY, answer));
    } catch (KmsRefusedException e) {
      evidence.refused(Evidence.DESCRIBE_KEY, e);
      return Optional.empty();
    }
  }

  private KmsKeyFacts withPolicy(KeyFacts key, Evidence evidence, Run run) {
    KeyArn arn = key.arn();
    return new KmsKeyFacts(
        arn,
        arn.account(),
        arn.region(),
        key.origin(),
        key.keySpec(),
        key.state(),
        policy(arn, evidence, run));
  }

  private Optional<Sha256> policy(KeyArn key, Evidence evidence, Run run) {
    try {
      String text = evidence.answered(Evidence.KEY_POLICY, run.call(() -> kms.keyPolicy(key)));
      return Optional.of(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    } catch (KmsRefusedException e) {
      // An existing key's policy may not allow this function to read it; the record then has none.
      evidence.refused(Evidence.KEY_POLICY, e);
      return Optional.empty();
    }
  }

  /**
   * Stores the last version of an import with its ceremony record. If the record cannot be signed,
   * the import does not end: an import that ended without a record could never get one, because
   * nothing resumes it, whereas all earlier steps are safe to repeat.
   *
   * @param open with the previous version, which has the import token
   * @param last the version to store, ended
   * @return the version stored, with its record
   * @throws StaleRecordException if another invocation has changed the import
   * @throws RuntimeException if the signing key cannot be used: nothing has changed
   */
  StoredImport end(ImportSession open, StoredImport last) {
    Run run = open.run();
    for (int attempt = 1; ; attempt++) {
      ChainHead head = store.head();
      CeremonyRecord record = record(open, last, head);
      String compact =
          run.call(() -> SignedMessage.sign(MessageType.CEREMONY_RECORD, record, signer));
      StoredImport ended = last.recorded(compact);
      try {
        store.end(ended, head, head.after(compact));
        return ended;
      } catch (MovedHeadException e) {
        Duration wait = BETWEEN_TRIES.multipliedBy(Math.min(attempt, 10));
        if (!run.allows(wait)) {
          throw e;
        }
        pause.sleepJittered(wait);
      }
    }
  }

  private CeremonyRecord record(ImportSession open, StoredImport last, ChainHead head) {
    ImportRecord record = last.record();
    Evidence evidence = open.evidence();
    return new CeremonyRecord(
        new CeremonyRecord.Place(record.importId(), head.number() + 1, head.last()),
        new CeremonyRecord.Order(
            open.kind().earlier(),
            last.request().hsmKey().map(ExistingHsmKey::name),
            record.order().requestedAt(),
            last.request().requester(),
            record.kms().expiration()),
        new CeremonyRecord.Kms(
            evidence.keyAtTheEnd(),
            last.requestIds(),
            parameters(open.stored()),
            evidence.material(),
            record.kms().keyMaterialId(),
            evidence.proof()),
        new CeremonyRecord.Halves(cloud, record.attempt(), evidence.statement()),
        new CeremonyRecord.End(
            record.progress().updatedAt(),
            record.state(),
            record.failed().code(),
            record.failed().reason()));
  }

  private static Optional<ImportParameterFacts> parameters(StoredImport read) {
    ImportRecord record = read.record();
    return read.attempt()
        .flatMap(attempt ->
            attempt
                .importToken()
                .flatMap(token ->
                    record
                        .kms()
                        .parametersValidTo()
                        .map((Instant validTo) ->
                            new ImportParameterFacts(
                                attempt.wrappingKey().fingerprint(),
                                token.sha256(),
                                attempt.obtainedAt(),
                                validTo,
                                record.wrapping().wrappingAlgorithm(),
                                record.wrapping().wrappingKeySpec()))));
  }
}
