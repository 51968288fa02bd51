package io.keyferry.agent.job.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.KeyReference;
import io.keyferry.agent.job.Jobs;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.testing.OpenFiles;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeyCheckValue.Method;
import io.keyferry.model.value.KeySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLedgerTest {

  private static final Jobs FIRST = Jobs.to(EcSigner.create().verificationKey().thumbprint());
  private static final Jobs OTHER_KEY = FIRST.keyArn(Jobs.key("123456789012", "eu-central-1"));

  private static final HsmKeyName NAME = new HsmKeyName.Id(CkaId.of(FIRST.importId()));
  private static final KeyCheckValue AES = new KeyCheckValue(Method.AES_ECB, "a1b2c3");
  private static final KeyCheckValue OTHER_AES = new KeyCheckValue(Method.AES_ECB, "a1b2c4");
  private static final KeyCheckValue CMAC = new KeyCheckValue(Method.AES_CMAC, "a1b2c3d4e5");

  @TempDir private Path directory;

  @Test
  void ledgerOfAnotherAgentIsNotLeftOpen() throws Exception {
    try (JobLedger _ = open()) {
      assertThatThrownBy(this::open).isInstanceOf(AuditException.class);
      assertThat(OpenFiles.in(directory)).containsExactly("journal.lock");
    }
    assertThat(OpenFiles.in(directory)).isEmpty();
  }

  @Test
  void admitsTheSameJobAgainAndALaterAttempt() throws AuditException {
    assertThat(admitAll(FIRST, FIRST, FIRST.attempt(3), FIRST.attempt(3))).isEmpty();
  }

  @Test
  void admittedJobSaysNothingAboutTheKey() throws AuditException {
    try (JobLedger ledger = open()) {
      assertThat(ledger.admit(FIRST.job())).isEmpty();
      assertThat(ledger.admit(FIRST.job())).isEmpty();
      assertThat(ledger.generated(FIRST.job(), key("keyferry " + FIRST.importId()))).isFalse();
      assertThat(ledger.generatedFor(FIRST.keyArn(), NAME)).isFalse();
    }
  }

  @Test
  void recognizesAGeneratedKeyByItsLabelAlthoughTheAnswerWasLost() throws AuditException {
    String label;
    try (JobLedger ledger = open()) {
      ledger.admit(FIRST.job());
      label = ledger.labelOfNewKey(FIRST.job());
    }
    try (JobLedger ledger = open()) {
      assertThat(label).startsWith("keyferry " + FIRST.importId() + " ");
      assertThat(ledger.generated(FIRST.job(), key(label))).isTrue();
      assertThat(ledger.generated(FIRST.attempt(2).job(), key(label))).isTrue();
      assertThat(ledger.generated(OTHER_KEY.job(), key(label))).isFalse();
      assertThat(ledger.generatedFor(FIRST.keyArn(), NAME)).isFalse();
    }
  }

  @Test
  void newLabelIsChosenForEachGeneratedKey() throws AuditException {
    try (JobLedger ledger = open()) {
      String first = ledger.labelOfNewKey(FIRST.job());
      ledger.identify(FIRST.job(), key(first));
      String second = ledger.labelOfNewKey(FIRST.job());

      assertThat(second).isNotEqualTo(first);
      assertThat(ledger.generated(FIRST.job(), key(first))).isFalse();
      assertThat(ledger.generatedFor(FIRST.keyArn(), NAME)).isFalse();
    }
  }

  @Test
  void anotherKeyUnderTheLabelOfTheFirst() throws AuditException {
    try (JobLedger ledger = open()) {
      String label = ledger.labelOfNewKey(FIRST.job());
      HsmKey made = key(label, Optional.of(AES), Optional.of("01"));
      ledger.identify(FIRST.job(), made);

      assertThat(ledger.generated(FIRST.job(), made)).isTrue();
      assertThat(ledger.generated(FIRST.job(), key(label, Optional.of(AES), Optional.of("02"))))
          .isFalse();
      assertThat(ledger.generated(FIRST.job(), key(label, Optional.of(OTHER_AES), made.ouid())))
          .isFalse();
      assertThat(ledger.generated(FIRST.job(), key(label, Optional.of(CMAC), made.ouid())))
          .as("a check value of another method says nothing")
          .isTrue();
      ledger.identify(FIRST.job(), key(label, Optional.of(OTHER_AES), Optional.of("02")));
      assertThat(ledger.generated(FIRST.job(), made)).as("the first stays").isTrue();
    }
  }

  @Test
  void anotherPairUnderTheLabelOfTheFirst() throws AuditException {
    try (JobLedger ledger = open()) {
      String label = ledger.labelOfNewKey(FIRST.job());
      HsmKey made = pair(label, EcSigner.create());
      ledger.identify(FIRST.job(), made);

      assertThat(ledger.generated(FIRST.job(), made)).isTrue();
      assertThat(ledger.generated(FIRST.job(), pair(label, EcSigner.create()))).isFalse();
    }
  }

  @Test
  void keyIsIdentifiedOnceAlthoughALaterReadHasACheckValueOfAnotherMethod() throws AuditException {
    try (JobLedger ledger = open()) {
      String label = ledger.labelOfNewKey(FIRST.job());
      ledger.identify(FIRST.job(), key(label, Optional.of(AES), Optional.of("01")));
      ledger.identify(FIRST.job(), key(label, Optional.of(CMAC), Optional.of("01")));

      assertThat(
              ledger.generated(FIRST.job(), key(label, Optional.of(OTHER_AES), Optional.of("01"))))
          .as("another key than the one that was made")
          .isFalse();
    }
  }

  @Test
  void theNextProcessKnowsWhichKeysWereLeftExtractableAndWhichWereNot() throws AuditException {
    CkaId left = new CkaId("0a");
    CkaId closed = new CkaId("0b");
    try (JobLedger ledger = open()) {
      ledger.opening(left, FIRST.job());
      ledger.opening(closed, FIRST.job());
      ledger.closed(closed);
    }
    try (JobLedger ledger = open()) {
      assertThat(ledger.opened()).containsExactly(Map.entry(left, FIRST.job()));
    }
  }

  @Test
  void replayWithOtherContent() throws AuditException {
    assertThat(admitAll(FIRST, FIRST.issuedAt(Jobs.NOW.plusMillis(1))))
        .contains(FailureCode.JOB_CHANGED);
    assertThat(admitAll(FIRST, FIRST.attempt(2), OTHER_KEY.attempt(2)))
        .contains(FailureCode.JOB_CHANGED);
  }

  @Test
  void laterAttemptForAnotherKmsKey() throws AuditException {
    assertThat(admitAll(FIRST, OTHER_KEY.attempt(2))).contains(FailureCode.JOB_CHANGED);
    assertThat(admitAll(FIRST, FIRST.keySpec(KeySpec.HMAC_256).attempt(2)))
        .contains(FailureCode.JOB_CHANGED);
    assertThat(admitAll(FIRST, FIRST.existingKey(new CkaId("0a")).attempt(2)))
        .contains(FailureCode.JOB_CHANGED);
  }

  @Test
  void earlierAttemptAfterALaterOne() throws AuditException {
    assertThat(admitAll(FIRST, FIRST.attempt(2), FIRST)).contains(FailureCode.JOB_SUPERSEDED);
  }

  @Test
  void remembersJobsAcrossARestart() throws AuditException {
    admitAll(FIRST.attempt(2));
    assertThat(admitAll(FIRST)).contains(FailureCode.JOB_SUPERSEDED);
    assertThat(admitAll(FIRST.attempt(2))).isEmpty();
  }

  @Test
  void refusedJobDoesNotReplaceTheAdmittedOne() throws AuditException {
    assertThat(admitAll(FIRST, OTHER_KEY)).contains(FailureCode.JOB_CHANGED);
    assertThat(admitAll(FIRST)).isEmpty();
  }

  @Test
  void knowsWhichKeyItGeneratedForWhichKmsKey() throws AuditException {
    Jobs verification =
        FIRST
            .importId(new ImportId("11111111-2222-4333-8444-555555555555"))
            .existingKey(new CkaId("0a0b"));
    try (JobLedger ledger = open()) {
      ledger.admit(FIRST.job());
      ledger.identify(FIRST.job(), key(ledger.labelOfNewKey(FIRST.job())));
      ledger.admit(verification.job());

      assertThat(ledger.generatedFor(FIRST.keyArn(), NAME)).isTrue();
      assertThat(ledger.generatedFor(OTHER_KEY.keyArn(), NAME)).isFalse();
      assertThat(ledger.generatedFor(FIRST.keyArn(), new HsmKeyName.Id(new CkaId("0a0b"))))
          .isFalse();
      assertThat(ledger.generatedFor(FIRST.keyArn(), new HsmKeyName.Label("keyferry"))).isFalse();
      assertThat(
              ledger.generatedFor(
                  FIRST.keyArn(), new HsmKeyName.Id(CkaId.of(verification.importId()))))
          .isFalse();
    }
  }

  @Test
  void aJobIsForgottenAfterAHundredDaysAndItsKeyIsNot() throws Exception {
    String label;
    try (JobLedger ledger = open()) {
      ledger.admit(FIRST.job());
      label = ledger.labelOfNewKey(FIRST.job());
      ledger.identify(FIRST.job(), key(label));
    }
    Instant later = Instant.now().plus(Duration.ofDays(101));
    try (JobLedger ledger = JobLedger.open(directory, new Random(1), InstantSource.fixed(later))) {
      assertThat(directory.toFile().list())
          .containsExactlyInAnyOrder("journal.lock", FIRST.importId() + ".key.json");
      assertThat(ledger.generatedFor(FIRST.keyArn(), NAME)).isTrue();
      assertThat(ledger.generated(FIRST.attempt(2).job(), key(label))).isTrue();
      assertThat(ledger.admit(OTHER_KEY.attempt(3).job()).map(Failure::code))
          .contains(FailureCode.JOB_CHANGED);
      assertThat(ledger.admit(FIRST.attempt(3).job())).isEmpty();
    }
  }

  @Test
  void partialWriteOfACrashIsNotRead() throws AuditException, IOException {
    Files.writeString(directory.resolve(FIRST.importId() + ".json.new"), "{\"importId\":\"0b7");
    assertThat(admitAll(FIRST)).isEmpty();
  }

  @Test
  void doesNotReadOtherTextAsAJob() throws IOException {
    Files.writeString(directory.resolve(FIRST.importId() + ".json"), "{}");
    assertThatThrownBy(() -> admitAll(FIRST))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("expected a WrapJob as JSON")
        .hasMessageContaining("move it out of the job ledger");
  }

  @Test
  void twoAgentsOnOneLedger() throws AuditException {
    try (JobLedger first = open()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(this::open)
          .isInstanceOf(AuditException.class)
          .hasMessageContaining("another agent uses it");
    }
    open().close();
  }

  @Test
  void reportsWhatIsWrongWithItsDirectory() {
    assertThatThrownBy(
            () -> JobLedger.open(directory.resolve("none"), new Random(1), InstantSource.system()))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("none")
        .hasMessageContaining("correct owner and permissions");
  }

  private static HsmKey key(String label) {
    return key(label, Optional.empty(), Optional.empty());
  }

  private static HsmKey key(
      String label, Optional<KeyCheckValue> keyCheckValue, Optional<String> ouid) {
    return key(label, new KeyForm.Aes(32), keyCheckValue, Optional.empty(), ouid);
  }

  private static HsmKey pair(String label, EcSigner pair) {
    return key(
        label,
        new KeyForm.Elliptic(KeySpec.ECC_NIST_P256),
        Optional.empty(),
        Optional.of(Blob.of(pair.publicKey().getEncoded())),
        Optional.empty());
  }

  private static HsmKey key(
      String label,
      KeyForm form,
      Optional<KeyCheckValue> keyCheckValue,
      Optional<Blob> publicKey,
      Optional<String> ouid) {
    return new HsmKey(
        CkaId.of(FIRST.importId()),
        label,
        form,
        new TreeMap<>(),
        new HsmKey.Fingerprints(keyCheckValue, publicKey, ouid),
        new KeyReference() {});
  }

  private JobLedger open() throws AuditException {
    return JobLedger.open(directory, new Random(1), InstantSource.system());
  }

  /** Why the last of them was not admitted. */
  private Optional<FailureCode> admitAll(Jobs... jobs) throws AuditException {
    try (JobLedger ledger = open()) {
      Optional<FailureCode> last = Optional.empty();
      for (Jobs next : jobs) {
        WrapJob job = next.job();
        last = ledger.admit(job).map(Failure::code);
      }
      return last;
    }
  }
}
