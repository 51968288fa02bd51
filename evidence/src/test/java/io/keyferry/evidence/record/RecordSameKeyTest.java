package io.keyferry.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.value.Blob;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records of key pairs: both halves have the public key. */
final class RecordSameKeyTest {

  private static final Blob KEY = Blob.of("public key".getBytes(StandardCharsets.US_ASCII));
  private static final Blob OTHER = Blob.of("another one".getBytes(StandardCharsets.US_ASCII));
  private static final String AES = "\"keySpec\":\"SYMMETRIC_DEFAULT\"";
  private static final String RSA = "\"keySpec\":\"RSA_2048\"";
  private static final String MATERIAL_ID =
      ",\"keyMaterialId\":\"" + RecordSample.sha256("material") + "\"";

  private final RecordSample sample = new RecordSample();

  @Test
  void holdsIfKmsReturnedTheHsmsPublicKey() {
    RecordVerdict<CeremonyRecord> verdict = verify(record(KEY));
    assertThat(verdict.holds()).isTrue();
    assertThat(check(verdict, Subject.SAME_KEY).sentence())
        .isEqualTo("KMS returned the public key with SHA-256 %s, as the HSM did", KEY.sha256());
    assertThat(check(verdict, Subject.OUTCOME).sentence())
        .isEqualTo("IMPORTED, with KMS's proof, parameters, wrapped bytes and statement");
  }

  @Test
  void recordOfAKeyForWhichKmsReturnedAnotherPublicKey() {
    RecordCheck check = check(verify(record(OTHER)), Subject.SAME_KEY);
    assertThat(check.outcome()).isEqualTo(Outcome.FAILS);
    assertThat(check.sentence())
        .isEqualTo(
            "expected the proof by KMS the public key with SHA-256 %s, found the public key with SHA-256 %s: KMS does not hold the key that left the HSM",
            KEY.sha256(), OTHER.sha256());
  }

  @Test
  void recordOfAPairWithoutWhatKmsReturned() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(sample.record(Optional.of(statement()), AES, RSA, MATERIAL_ID, ""));
    assertThat(check(verdict, Subject.OUTCOME).outcome()).isEqualTo(Outcome.FAILS);
    assertThat(check(verdict, Subject.SAME_KEY).outcome()).isEqualTo(Outcome.FAILS);
  }

  @Test
  void aPairIsVerifiedWithoutSendingAnythingToKms() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(
            sample.record(
                Optional.of(statement()),
                AES,
                RSA,
                MATERIAL_ID,
                proof(KEY),
                ",\"encryptedKeyMaterial\":\"" + RecordSample.WRAPPED + "\"",
                "",
                "\"requestedAt\"",
                "\"verifies\":\"00000000-0000-4000-8000-000000000001\",\"requestedAt\""));
    assertThat(verdict.holds()).isTrue();
    assertThat(check(verdict, Subject.WRAPPED_BYTES).sentence())
        .isEqualTo("nothing is sent to KMS: such a key is verified by comparison alone");
  }

  @Test
  void nothingIsComparedIfTheImportFailed() {
    RecordCheck check =
        check(
            verify(
                sample.failed(
                    FailureCode.MATERIAL_REFUSED,
                    Optional.of(statement()),
                    AES,
                    RSA,
                    "\"state\":\"FAILED\"",
                    "\"state\":\"FAILED\"" + proof(OTHER))),
            Subject.SAME_KEY);
    assertThat(check.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
    assertThat(check.sentence()).isEqualTo("the import failed");
  }

  private String record(Blob inKms) {
    return sample.record(Optional.of(statement()), AES, RSA, MATERIAL_ID, proof(inKms));
  }

  private static String proof(Blob key) {
    return ",\"proof\":{\"publicKey\":\"" + key.sha256() + "\"}";
  }

  private String statement() {
    return sample.statement(
        AES, RSA, "\"ouid\"", "\"publicKey\":\"" + KEY.base64() + "\",\"ouid\"");
  }

  private RecordVerdict<CeremonyRecord> verify(String compact) {
    return RecordVerifier.verify(
        new RecordFile(compact, Optional.empty()),
        sample.cloud.verificationKey(),
        sample.agent.verificationKey(),
        Optional.empty());
  }

  private static RecordCheck check(RecordVerdict<CeremonyRecord> verdict, Subject subject) {
    return verdict.checks().stream()
        .filter(check -> check.subject() == subject)
        .findFirst()
        .orElseThrow();
  }
}
