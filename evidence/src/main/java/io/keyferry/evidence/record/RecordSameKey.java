package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.HsmCeremony;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.KmsProof;
import java.util.Optional;

/** Checks that KMS and the HSM returned the same public key, or the same MAC of one challenge. */
final class RecordSameKey {

  private static final String NOTHING = "nothing";

  private RecordSameKey() {}

  /** Empty if neither returned anything, as with AES keys, which only a verification proves. */
  static Optional<RecordCheck> check(CeremonyRecord record, CeremonyStatement statement) {
    Optional<KmsProof> hsm = statement.work().wrapped().map(HsmCeremony::key).flatMap(KmsProof::of);
    if (hsm.isEmpty() && record.kms().proof().isEmpty()) {
      return Optional.empty();
    }
    if (record.state() != ImportState.IMPORTED) {
      return Optional.of(RecordCheck.none(Subject.SAME_KEY, "the import failed"));
    }
    return Optional.of(
        new RecordComparison(Subject.SAME_KEY)
            .of("proof by KMS", said(hsm), said(record.kms().proof()))
            .check(
                "KMS returned " + said(hsm) + ", as the HSM did",
                "KMS does not hold the key that left the HSM"));
  }

  private static String said(Optional<KmsProof> proof) {
    return proof.map(KmsProof::toString).orElse(NOTHING);
  }
}
