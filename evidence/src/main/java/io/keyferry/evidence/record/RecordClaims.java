package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.value.KeySpec;
import java.util.Optional;

/** Checks that the cloud's half is complete and does not contradict itself. */
final class RecordClaims {

  private static final String NONE = "none";

  private RecordClaims() {}

  /** Checks what {@code ReadImports} returned around the record, unsigned. */
  static RecordCheck answer(RecordFile.Answer answer, CeremonyRecord record) {
    RecordComparison comparison =
        new RecordComparison(Subject.ANSWER)
            .of("operationId", record.recordId(), answer.operationId())
            .of("state", Operation.State.of(record.state()), answer.state());
    // KMS may have refused to describe a key that the import has.
    record
        .kms()
        .kmsKey()
        .ifPresent(key -> comparison.of("keyArn", key.keyArn(), answer.keyArn().orElse(NONE)));
    return comparison.check(
        "its operationId, keyArn and state are those of the record",
        "the unsigned response around the record was changed, or the record is that of another operation");
  }

  static RecordCheck keyFacts(CeremonyRecord record) {
    if (record.kms().kmsKey().isEmpty()) {
      return record.state() == ImportState.IMPORTED
          ? RecordCheck.fails(
              Subject.KMS_KEY_FACTS,
              "expected a KMS key in a record of IMPORTED, found none: nothing shows where the key went")
          : RecordCheck.none(
              Subject.KMS_KEY_FACTS,
              "the record describes no KMS key: there was none, or KMS did not describe it");
    }
    KmsKeyFacts key = record.kms().kmsKey().get();
    return new RecordComparison(Subject.KMS_KEY_FACTS)
        .of("account", key.keyArn().account(), key.account())
        .of("Region", key.keyArn().region(), key.region())
        .check(
            "%s and %s are those of the key ARN".formatted(key.account(), key.region()),
            "the record names two places for one key");
  }

  static RecordCheck outcome(CeremonyRecord record) {
    return record.state() == ImportState.IMPORTED ? imported(record) : failed(record);
  }

  private static RecordCheck imported(CeremonyRecord record) {
    boolean symmetric = isSymmetric(record);
    boolean compared = isComparedAlone(record);
    return new RecordComparison(Subject.OUTCOME)
        .that(
            !symmetric || record.kms().keyMaterialId().isPresent(),
            "KMS's key material id, which it returns for SYMMETRIC_DEFAULT",
            NONE)
        .that(
            symmetric || record.kms().proof().isPresent(),
            "what KMS returned to prove the key",
            NONE)
        .that(record.kms().parameters().isPresent(), "import parameters", NONE)
        .that(
            compared || record.kms().encryptedKeyMaterial().isPresent(),
            "what was sent to KMS",
            NONE)
        .that(record.halves().statement().isPresent(), "the agent's statement", NONE)
        .that(record.end().code().isEmpty(), "no failure code", said(record.end().code()))
        .check(
            "IMPORTED, with %s, parameters, %sand statement"
                .formatted(
                    symmetric ? "key material id" : "KMS's proof",
                    compared ? "" : "wrapped bytes "),
            "the record does not describe a complete import");
  }

  /**
   * Whether it describes a verification that sends nothing to KMS: of a key pair or an HMAC key.
   */
  static boolean isComparedAlone(CeremonyRecord record) {
    return !isSymmetric(record) && record.order().verifies().isPresent();
  }

  private static boolean isSymmetric(CeremonyRecord record) {
    return record
        .kms()
        .kmsKey()
        .map(KmsKeyFacts::keySpec)
        .filter(KeySpec.SYMMETRIC_DEFAULT.name()::equals)
        .isPresent();
  }

  private static RecordCheck failed(CeremonyRecord record) {
    return new RecordComparison(Subject.OUTCOME)
        .that(record.end().code().isPresent(), "a failure code", NONE)
        .that(record.end().reason().isPresent(), "a reason", NONE)
        .check(
            "FAILED, with the code %s and a reason".formatted(said(record.end().code())),
            "the record does not say why the import failed");
  }

  private static String said(Optional<?> value) {
    return value.map(Object::toString).orElse(NONE);
  }
}
