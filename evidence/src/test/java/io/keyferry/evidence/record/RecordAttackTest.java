package io.keyferry.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.VerificationKey;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each attack is found by its own check, and by no other. */
class RecordAttackTest {

  private static final String BEFORE = RecordSample.sha256("the record before").hex();

  private final RecordSample sample = new RecordSample();

  @Test
  void recordWithOneByteChanged() {
    String compact = sample.imported();
    assertThat(verify(compact).holds()).isTrue();
    Random random = new Random(20261123);
    for (int i = 0; i < 500; i++) {
      int place = random.nextInt(compact.length());
      char other = (char) (compact.charAt(place) ^ (1 << random.nextInt(7)));
      String changed = compact.substring(0, place) + other + compact.substring(place + 1);
      RecordVerdict<CeremonyRecord> verdict = verify(changed);
      assertThat(verdict.holds()).as("character %d, now %s", place, other).isFalse();
      assertThat(verdict.record()).isEmpty();
    }
  }

  @Test
  void recordSignedByAnotherCloud() {
    RecordSample other = new RecordSample();
    RecordVerdict<CeremonyRecord> verdict = verify(other.imported());
    assertThat(verdict.checks())
        .extracting(RecordCheck::subject)
        .containsExactly(Subject.CLOUD_SIGNATURE);
    assertFound(
        verdict, Subject.CLOUD_SIGNATURE, other.cloud.verificationKey().thumbprint().value());
  }

  @Test
  void statementSignedByAnotherAgent() {
    VerificationKey other = EcSigner.create().verificationKey();
    RecordVerdict<CeremonyRecord> verdict =
        RecordVerifier.verify(
            new RecordFile(sample.imported(), Optional.empty()),
            sample.cloud.verificationKey(),
            other,
            Optional.empty());
    assertFound(verdict, Subject.AGENT_SIGNATURE, "this agent did not sign");
  }

  @Test
  void statementOfAnotherImport() {
    String other = "0a0b0c0d-51d7-4e6a-9d7e-0c5b1f2a3e44";
    String statement =
        sample.statement("\"importId\":\"" + RecordSample.IMPORT, "\"importId\":\"" + other);
    assertFound(
        verify(sample.record(Optional.of(statement))),
        Subject.IMPORT,
        "expected the import %s, found %s".formatted(RecordSample.IMPORT, other));
  }

  @Test
  void statementOfAnEarlierAttempt() {
    assertFound(
        verify(sample.imported("\"attempt\":1", "\"attempt\":2")),
        Subject.IMPORT,
        "expected the attempt 2, found 1");
  }

  @Test
  void statementForAnotherCloud() {
    String other = EcSigner.create().verificationKey().thumbprint().value();
    String statement = sample.statement(sample.cloud.verificationKey().thumbprint().value(), other);
    assertFound(verify(sample.record(Optional.of(statement))), Subject.AUDIENCE, other);
  }

  @Test
  void kmsKeySwapped() {
    String other = "00000000-9f0e-4f5b-8a1c-2f6f0f3c9d10";
    String statement = sample.statement(RecordSample.ARN.keyId().value(), other);
    assertFound(verify(sample.record(Optional.of(statement))), Subject.KMS_KEY, "key/" + other);
  }

  @Test
  void wrappingKeySwapped() {
    String other = RecordSample.sha256("a wrapping key whose private half is elsewhere").hex();
    String statement =
        sample.statement(
            "\"wrappingKeyFingerprint\":\"" + RecordSample.WRAPPING_KEY,
            "\"wrappingKeyFingerprint\":\"" + other);
    assertFound(
        verify(sample.record(Optional.of(statement))),
        Subject.WRAPPING_KEY,
        "expected the SHA-256 %s, found %s".formatted(RecordSample.WRAPPING_KEY, other));
  }

  @Test
  void weakerAlgorithmThanOrdered() {
    String statement =
        sample.statement("RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1", "RSA_4096", "RSA_2048");
    assertFound(
        verify(sample.record(Optional.of(statement))),
        Subject.ALGORITHM,
        "expected the wrapping algorithm RSAES_OAEP_SHA_256, found RSAES_OAEP_SHA_1; expected the wrapping key spec RSA_4096, found RSA_2048");
  }

  @Test
  void anotherKindOfKeyThanOrdered() {
    String statement =
        sample.statement("\"keySpec\":\"SYMMETRIC_DEFAULT\"", "\"keySpec\":\"HMAC_256\"");
    assertFound(
        verify(sample.record(Optional.of(statement))),
        Subject.ALGORITHM,
        "expected the key spec SYMMETRIC_DEFAULT, found HMAC_256");
  }

  @Test
  void blobSwapped() {
    String other = RecordSample.sha256("a key of somebody else's").hex();
    assertFound(
        verify(sample.imported(RecordSample.WRAPPED.hex(), other)),
        Subject.WRAPPED_BYTES,
        "expected the SHA-256 %s, found %s".formatted(RecordSample.WRAPPED, other));
  }

  @Test
  void bytesSentToKmsThatNoHsmWrapped() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(
            sample.refused(
                "\"expiration\"",
                "\"encryptedKeyMaterial\":\"%s\",\"expiration\"".formatted(RecordSample.WRAPPED)));
    assertFound(verdict, Subject.WRAPPED_BYTES, "expected the SHA-256 of nothing");
  }

  @Test
  void anotherKeyOfTheHsmWrapped() {
    String statement =
        sample.statement("\"ckaId\":\"4c8a938851d74e6a9d7e0c5b1f2a3e44\"", "\"ckaId\":\"0a0b\"");
    assertFound(verify(sample.record(Optional.of(statement))), Subject.HSM_KEY, "found 0a0b");
  }

  @Test
  void importedWithoutWhatAnImportHas() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(
            sample.imported(",\"keyMaterialId\":\"" + RecordSample.sha256("material") + "\"", ""));
    assertFound(
        verdict,
        Subject.OUTCOME,
        "expected KMS's key material id, which it returns for SYMMETRIC_DEFAULT, found none");
  }

  @Test
  void importedWithAFailureCode() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(
            sample.imported(
                "\"expiration\":\"never\"",
                "\"expiration\":\"never\",\"code\":\"POLICY\",\"reason\":\"not allowed\""));
    assertFound(verdict, Subject.OUTCOME, "expected no failure code, found POLICY");
  }

  @Test
  void importedWithoutTheAgent() {
    RecordVerdict<CeremonyRecord> verdict = verify(sample.record(Optional.empty()));
    assertThat(verdict.checks())
        .filteredOn(check -> check.outcome() == Outcome.FAILS)
        .extracting(RecordCheck::subject)
        .containsExactly(Subject.OUTCOME, Subject.AGENT_SIGNATURE);
  }

  @Test
  void refusalTurnedIntoAnother() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(sample.failed(FailureCode.HSM_REFUSED, Optional.of(sample.refusal())));
    assertFound(verdict, Subject.REFUSAL, "expected the code POLICY, found HSM_REFUSED");
  }

  @Test
  void refusalThatTheAgentNeverSigned() {
    assertFound(
        verify(sample.failed(FailureCode.POLICY, Optional.empty())), Subject.REFUSAL, "found none");
    assertFound(
        verify(sample.failed(FailureCode.POLICY, Optional.of(sample.statement()))),
        Subject.REFUSAL,
        "found none");
  }

  @Test
  void accountOfAnotherKey() {
    assertFound(
        verify(sample.imported("\"account\":\"123456789012\"", "\"account\":\"210987654321\"")),
        Subject.KMS_KEY_FACTS,
        "expected the account 123456789012, found 210987654321");
  }

  @Test
  void recordInsertedBetweenTwoOthers() {
    RecordFile second =
        new RecordFile(sample.imported("\"number\":3", "\"number\":2"), Optional.empty());
    assertFound(
        verify(sample.imported(), Optional.of(second)), Subject.CHAIN, "found " + second.sha256());
  }

  @Test
  void recordRemovedFromTheChain() {
    RecordFile first =
        new RecordFile(
            sample.imported("\"number\":3", "\"number\":1", BEFORE, "0".repeat(64)),
            Optional.empty());
    assertFound(
        verify(sample.imported(BEFORE, first.sha256().hex()), Optional.of(first)),
        Subject.CHAIN,
        "expected the number 2, found 3");
  }

  @Test
  void recordShownBeforeTheFirst() {
    String first = sample.imported("\"number\":3", "\"number\":1", BEFORE, "0".repeat(64));
    RecordFile another = new RecordFile(sample.imported(), Optional.empty());
    assertFound(
        verify(first, Optional.of(another)), Subject.CHAIN, "expected no record before number 1");
  }

  @Test
  void chainIntoATextThatIsNoRecord() {
    RecordFile text = new RecordFile("a.b.c", Optional.empty());
    assertFound(
        verify(sample.imported(BEFORE, text.sha256().hex()), Optional.of(text)),
        Subject.CHAIN,
        "expected a ceremony record in --previous");
  }

  @Test
  void secondChainBegun() {
    assertFound(
        verify(sample.imported(BEFORE, "0".repeat(64))), Subject.CHAIN, "begins a second chain");
    assertFound(
        verify(sample.imported("\"number\":3", "\"number\":1")),
        Subject.CHAIN,
        "begins a second chain");
  }

  @Test
  void recordOfFailedShownAsSucceeded() {
    RecordFile.Answer answer =
        new RecordFile.Answer(
            RecordSample.IMPORT.value(), Optional.of(RecordSample.ARN.toString()), "SUCCEEDED");
    assertFound(
        verify(new RecordFile(sample.refused(), Optional.of(answer)), Optional.empty()),
        Subject.ANSWER,
        "expected the state FAILED, found SUCCEEDED");
  }

  @Test
  void recordShownAsThatOfAnotherKmsKey() {
    String other = "arn:aws:kms:eu-west-1:123456789012:key/00000000-9f0e-4f5b-8a1c-2f6f0f3c9d10";
    for (Optional<String> shown : List.of(Optional.of(other), Optional.<String>empty())) {
      RecordFile.Answer answer =
          new RecordFile.Answer(RecordSample.IMPORT.value(), shown, "SUCCEEDED");
      assertFound(
          verify(new RecordFile(sample.imported(), Optional.of(answer)), Optional.empty()),
          Subject.ANSWER,
          "expected the keyArn %s, found %s".formatted(RecordSample.ARN, shown.orElse("none")));
    }
  }

  @Test
  void parametersObtainedBeforeTheRequest() {
    assertFound(
        verify(
            sample.imported(
                "\"obtainedAt\":\"2026-11-23T09:30:01.000Z\"",
                "\"obtainedAt\":\"2026-11-23T09:24:59.999Z\"")),
        Subject.TIMES,
        "expected 'parameters obtained' no more than 5 minutes before 'requested 2026-11-23T09:30:00.000Z', found 2026-11-23T09:24:59.999Z");
  }

  private static void assertFound(
      RecordVerdict<CeremonyRecord> verdict, Subject subject, String saying) {
    assertThat(verdict.holds()).isFalse();
    assertThat(verdict.checks())
        .filteredOn(check -> check.outcome() == Outcome.FAILS)
        .singleElement()
        .satisfies(check -> {
          assertThat(check.subject()).isEqualTo(subject);
          assertThat(check.sentence()).contains(saying).contains(": ");
        });
  }

  private RecordVerdict<CeremonyRecord> verify(String compact) {
    return verify(compact, Optional.empty());
  }

  private RecordVerdict<CeremonyRecord> verify(String compact, Optional<RecordFile> previous) {
    return verify(new RecordFile(compact, Optional.empty()), previous);
  }

  private RecordVerdict<CeremonyRecord> verify(RecordFile file, Optional<RecordFile> previous) {
    return RecordVerifier.verify(
        file, sample.cloud.verificationKey(), sample.agent.verificationKey(), previous);
  }
}
