package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.ImportParameterFacts;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.KmsKeyFacts;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks that the cloud's half and the agent's half of a record are about the same import and
 * agree.
 */
final class RecordAgreement {

  private final CeremonyRecord record;
  private final CeremonyStatement statement;

  RecordAgreement(CeremonyRecord record, CeremonyStatement statement) {
    this.record = record;
    this.statement = statement;
  }

  List<RecordCheck> checks(KeyThumbprint cloud) {
    List<RecordCheck> halves =
        List.of(audience(cloud), same(), kmsKey(), wrappingKey(), algorithm(), bytes(), hsmKey());
    return Stream.concat(halves.stream(), RecordSameKey.check(record, statement).stream())
        .map(this::tolerated)
        .toList();
  }

  /** A record of RESULT_MISMATCH says that the halves differ, so a difference is not a fault. */
  private RecordCheck tolerated(RecordCheck check) {
    return record.end().code().filter(FailureCode.RESULT_MISMATCH::equals).isPresent()
            && check.outcome() == Outcome.FAILS
        ? RecordCheck.none(
            check.subject(),
            "differs, and the record says so (RESULT_MISMATCH): " + check.sentence())
        : check;
  }

  private RecordCheck audience(KeyThumbprint cloud) {
    return new RecordComparison(Subject.AUDIENCE)
        .of("audience", cloud, statement.order().audience())
        .check(
            "the agent answered this cloud half",
            "the agent answered the job of another cloud half");
  }

  private RecordCheck same() {
    return new RecordComparison(Subject.IMPORT)
        .of("import", record.recordId(), statement.importId())
        .of("attempt", record.halves().attempt(), statement.id().attempt())
        .check(
            "both halves are about %s, attempt %d"
                .formatted(record.recordId(), record.halves().attempt()),
            "the statement belongs to another record");
  }

  private RecordCheck kmsKey() {
    return record
        .kms()
        .kmsKey()
        .map(KmsKeyFacts::keyArn)
        .map(arn ->
            new RecordComparison(Subject.KMS_KEY)
                .of("key ARN", arn, statement.order().keyArn())
                .check("both halves name " + arn, "the key was wrapped for another KMS key"))
        .orElseGet(
            () -> RecordCheck.none(Subject.KMS_KEY, "the record describes no KMS key to compare"));
  }

  private RecordCheck wrappingKey() {
    return record
        .kms()
        .parameters()
        .map(ImportParameterFacts::wrappingKey)
        .map(key ->
            new RecordComparison(Subject.WRAPPING_KEY)
                .of("SHA-256", key, statement.order().wrappingKeyFingerprint())
                .check(
                    "the HSM wrapped under the key that KMS returned: SHA-256 " + key,
                    "the HSM was given another wrapping key than KMS's; the owner of that wrapping key can read the key"))
        .orElseGet(() -> withoutParameters(Subject.WRAPPING_KEY));
  }

  private RecordCheck algorithm() {
    if (record.kms().parameters().isEmpty()) {
      return withoutParameters(Subject.ALGORITHM);
    }
    ImportParameterFacts given = record.kms().parameters().get();
    RecordComparison comparison =
        new RecordComparison(Subject.ALGORITHM)
            .of(
                "wrapping algorithm",
                given.wrappingAlgorithm(),
                statement.wrapping().wrappingAlgorithm())
            .of(
                "wrapping key spec",
                given.wrappingKeySpec(),
                statement.wrapping().wrappingKeySpec());
    record
        .kms()
        .kmsKey()
        .ifPresent(key -> comparison.of("key spec", key.keySpec(), statement.wrapping().keySpec()));
    return comparison.check(
        "%s under %s for %s"
            .formatted(
                given.wrappingAlgorithm(), given.wrappingKeySpec(), statement.wrapping().keySpec()),
        "the HSM was given another order than the cloud half recorded");
  }

  private RecordCheck bytes() {
    Optional<Sha256> left = statement.work().wrapped().map(HsmCeremony::encryptedKeyMaterial);
    Optional<Sha256> handed = record.kms().encryptedKeyMaterial();
    if (handed.isEmpty() && record.state() == ImportState.FAILED) {
      return RecordCheck.none(
          Subject.WRAPPED_BYTES,
          left.isPresent()
              ? "what the HSM wrapped was never sent to KMS"
              : "the HSM wrapped nothing, and nothing was sent to KMS");
    }
    if (handed.isEmpty() && RecordClaims.isComparedAlone(record)) {
      return RecordCheck.none(
          Subject.WRAPPED_BYTES,
          "nothing is sent to KMS: such a key is verified by comparison alone");
    }
    return new RecordComparison(Subject.WRAPPED_BYTES)
        .of("SHA-256", said(left), said(handed))
        .check(
            "KMS was sent what the HSM wrapped: SHA-256 " + said(handed),
            "KMS was sent other bytes than those that left the HSM");
  }

  private RecordCheck hsmKey() {
    if (statement.work().wrapped().isEmpty()) {
      return RecordCheck.none(Subject.HSM_KEY, "the agent refused, no key was wrapped");
    }
    CkaId found = statement.work().wrapped().get().key().ckaId();
    if (record.order().verifies().isPresent()) {
      return RecordCheck.none(
          Subject.HSM_KEY,
          "CKA_ID %s: compare it with that in the record of %s, which this import verifies"
              .formatted(found, record.order().verifies().get()));
    }
    return named(record.order().existingKey(), statement.work().wrapped().get().key());
  }

  private RecordCheck named(Optional<HsmKeyName> named, HsmKeyReport key) {
    RecordComparison comparison = new RecordComparison(Subject.HSM_KEY);
    return switch (named.orElseGet(() -> new HsmKeyName.Id(CkaId.of(record.recordId())))) {
      case HsmKeyName.Id(CkaId id) ->
          comparison
              .of("CKA_ID", id, key.ckaId())
              .check(
                  "CKA_ID %s is the one %s"
                      .formatted(
                          id, named.isPresent() ? "that the request named" : "of this import"),
                  "the HSM wrapped another key than the one ordered");
      case HsmKeyName.Label(String label) ->
          comparison
              .of("label", label, key.object().label())
              .check(
                  "label '%s' is the one that the request named".formatted(label),
                  "the HSM wrapped another key than the one ordered");
    };
  }

  private static RecordCheck withoutParameters(Subject subject) {
    return RecordCheck.none(subject, "the record has no import parameters to compare with");
  }

  private static String said(Optional<Sha256> digest) {
    return digest.map(Sha256::hex).orElse("of nothing");
  }
}
