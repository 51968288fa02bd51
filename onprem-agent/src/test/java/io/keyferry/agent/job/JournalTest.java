package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.audit.OpenFiles;
import io.keyferry.model.CkaId;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.ImportId;
import io.keyferry.model.KeySpec;
import io.keyferry.model.WrapJob;
import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final Jobs FIRST = Jobs.to(EcSigner.create().verificationKey().thumbprint());
  private static final Jobs OTHER_KEY = FIRST.keyArn(Jobs.key("123456789012", "eu-central-1"));

  @TempDir private Path directory;

  @Test
  void aJournalThatAnotherAgentHasIsNotLeftOpen() throws Exception {
    try (Journal _ = open()) {
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
  void tellsTheFirstJobOfAnImportFromTheOthers() throws AuditException {
    try (Journal journal = open()) {
      assertThat(journal.admit(FIRST.job())).isEqualTo(Admission.Known.FIRST);
      assertThat(journal.admit(FIRST.job())).isEqualTo(Admission.Known.AGAIN);
      assertThat(journal.admit(FIRST.attempt(2).job())).isEqualTo(Admission.Known.AGAIN);
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
  void remembersOverARestart() throws AuditException {
    admitAll(FIRST.attempt(2));
    assertThat(admitAll(FIRST)).contains(FailureCode.JOB_SUPERSEDED);
    assertThat(admitAll(FIRST.attempt(2))).isEmpty();
  }

  @Test
  void aRefusedJobDoesNotTakeThePlaceOfTheOneThatStands() throws AuditException {
    assertThat(admitAll(FIRST, OTHER_KEY)).contains(FailureCode.JOB_CHANGED);
    assertThat(admitAll(FIRST)).isEmpty();
  }

  @Test
  void knowsWhichKeyItMadeForWhichKmsKey() throws AuditException {
    CkaId made = CkaId.of(FIRST.importId());
    Jobs verification =
        FIRST
            .importId(new ImportId("11111111-2222-4333-8444-555555555555"))
            .existingKey(new CkaId("0a0b"));
    try (Journal journal = open()) {
      journal.admit(FIRST.job());
      journal.admit(verification.job());

      assertThat(journal.madeFor(FIRST.keyArn(), new HsmKeyName.Id(made))).isTrue();
      assertThat(journal.madeFor(OTHER_KEY.keyArn(), new HsmKeyName.Id(made))).isFalse();
      assertThat(journal.madeFor(FIRST.keyArn(), new HsmKeyName.Id(new CkaId("0a0b")))).isFalse();
      assertThat(
              journal.madeFor(FIRST.keyArn(), new HsmKeyName.Id(CkaId.of(verification.importId()))))
          .isFalse();
    }
  }

  @Test
  void whatACrashLeftOfAWriteIsNotRead() throws AuditException, IOException {
    Files.writeString(directory.resolve(FIRST.importId() + ".json.next"), "{\"importId\":\"0b7");
    assertThat(admitAll(FIRST)).isEmpty();
  }

  @Test
  void doesNotTakeAnotherTextForAJob() throws IOException {
    Files.writeString(directory.resolve(FIRST.importId() + ".json"), "{}");
    assertThatThrownBy(() -> admitAll(FIRST))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("expected a job as JSON")
        .hasMessageContaining("move it out of the journal");
  }

  @Test
  void twoAgentsOnOneJournal() throws AuditException {
    try (Journal first = open()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(this::open)
          .isInstanceOf(AuditException.class)
          .hasMessageContaining("another agent has it");
    }
    open().close();
  }

  @Test
  void tellsWhatIsWrongWithItsDirectory() {
    assertThatThrownBy(() -> Journal.open(directory.resolve("none")))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("none")
        .hasMessageContaining("correct owner and permissions");
  }

  private Journal open() throws AuditException {
    return Journal.open(directory);
  }

  /** Why the last of them was not admitted. */
  private Optional<FailureCode> admitAll(Jobs... jobs) throws AuditException {
    try (Journal journal = open()) {
      Optional<FailureCode> last = Optional.empty();
      for (Jobs next : jobs) {
        WrapJob job = next.job();
        last =
            journal.admit(job) instanceof Admission.Refused(Failure failure)
                ? Optional.of(failure.code())
                : Optional.empty();
      }
      return last;
    }
  }
}
