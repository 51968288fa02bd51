package io.keyferry.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.FailureCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordVerifierTest {

  private final RecordSample sample = new RecordSample();

  @Test
  void everyCheckHoldsForAnImportedKeyButItsPlaceInTheChain() {
    RecordVerdict<CeremonyRecord> verdict = verify(sample.imported());
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.checks())
        .extracting(RecordCheck::subject)
        .containsExactly(
            Subject.CLOUD_SIGNATURE,
            Subject.CHAIN,
            Subject.KMS_KEY_FACTS,
            Subject.OUTCOME,
            Subject.AGENT_SIGNATURE,
            Subject.AUDIENCE,
            Subject.IMPORT,
            Subject.KMS_KEY,
            Subject.WRAPPING_KEY,
            Subject.ALGORITHM,
            Subject.WRAPPED_BYTES,
            Subject.HSM_KEY,
            Subject.TIMES);
    assertThat(verdict.checks())
        .filteredOn(check -> check.outcome() != Outcome.HOLDS)
        .extracting(RecordCheck::subject)
        .containsExactly(Subject.CHAIN);
    assertThat(check(verdict, Subject.CHAIN).sentence())
        .isEqualTo("number 3: to check that number 2 is the previous record, use --previous");
  }

  @Test
  void aRefusalOfTheAgentHolds() {
    RecordVerdict<CeremonyRecord> verdict = verify(sample.refused());
    assertThat(verdict.holds()).isTrue();
    assertThat(check(verdict, Subject.REFUSAL).sentence())
        .isEqualTo("the agent refused with POLICY, and the import failed with it");
    assertThat(check(verdict, Subject.WRAPPED_BYTES))
        .isEqualTo(
            RecordCheck.none(
                Subject.WRAPPED_BYTES, "the HSM wrapped nothing, and nothing was sent to KMS"));
  }

  @Test
  void anAgentThatNeverAnsweredIsReportedAndNoFault() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(sample.failed(FailureCode.TOO_MANY_ATTEMPTS, Optional.empty()));
    assertThat(verdict.holds()).isTrue();
    assertThat(check(verdict, Subject.AGENT_SIGNATURE))
        .isEqualTo(
            RecordCheck.none(
                Subject.AGENT_SIGNATURE,
                "the import ended without an answer from the agent, so there is no statement"));
  }

  @Test
  void aKeyThatWasWrappedAndNeverSentToKmsIsReportedAndNoFault() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(sample.failed(FailureCode.EXPIRATION_PASSED, Optional.of(sample.statement())));
    assertThat(verdict.holds()).isTrue();
    assertThat(check(verdict, Subject.WRAPPED_BYTES))
        .isEqualTo(
            RecordCheck.none(Subject.WRAPPED_BYTES, "what the HSM wrapped was never sent to KMS"));
  }

  @Test
  void aRecordWithoutDataFromKmsHasNothingToCompare() {
    RecordVerdict<CeremonyRecord> verdict = verify(RecordVariants.withoutKms(sample));
    assertThat(verdict.holds()).isTrue();
    String without = "the record has no import parameters to compare with";
    assertThat(verdict.checks())
        .contains(
            RecordCheck.none(Subject.KMS_KEY, "the record describes no KMS key to compare"),
            RecordCheck.none(Subject.WRAPPING_KEY, without),
            RecordCheck.none(Subject.ALGORITHM, without));
  }

  @Test
  void differingHalvesAreNoFaultInARecordOfResultMismatch() {
    String statement = sample.statement("\"attempt\":1", "\"attempt\":2");
    RecordVerdict<CeremonyRecord> verdict =
        verify(sample.failed(FailureCode.RESULT_MISMATCH, Optional.of(statement)));
    assertThat(verdict.holds()).isTrue();
    assertThat(check(verdict, Subject.IMPORT))
        .isEqualTo(
            RecordCheck.none(
                Subject.IMPORT,
                "differs, and the record says so (RESULT_MISMATCH): expected the attempt 1, found 2: the statement belongs to another record"));
  }

  @Test
  void anAnswerToAnotherJobMayBeARefusalAndOfAnyTime() {
    String refusal =
        sample.refusal(
            "\"statedAt\":\"2026-11-23T09:30:03.000Z\"", "\"statedAt\":\"2025-01-01T00:00:00Z\"");
    RecordVerdict<CeremonyRecord> verdict =
        verify(sample.failed(FailureCode.RESULT_MISMATCH, Optional.of(refusal)));
    assertThat(verdict.holds()).isTrue();
    assertThat(check(verdict, Subject.REFUSAL))
        .isEqualTo(
            RecordCheck.none(
                Subject.REFUSAL,
                "the agent refused with POLICY, in an answer that does not match the job"));
    assertThat(check(verdict, Subject.TIMES).outcome()).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void aVerificationSaysWithWhichRecordToCompareTheKey() {
    String other = "0a0b0c0d-51d7-4e6a-9d7e-0c5b1f2a3e44";
    RecordVerdict<CeremonyRecord> verdict =
        verify(
            sample.record(
                Optional.of(
                    sample.statement(
                        "\"ckaId\":\"4c8a938851d74e6a9d7e0c5b1f2a3e44\"",
                        "\"ckaId\":\"0a0b0c0d51d74e6a9d7e0c5b1f2a3e44\"")),
                "\"requestedAt\"",
                "\"verifies\":\"" + other + "\",\"requestedAt\""));
    assertThat(verdict.holds()).isTrue();
    assertThat(check(verdict, Subject.HSM_KEY).sentence())
        .contains("0a0b0c0d51d74e6a9d7e0c5b1f2a3e44")
        .contains("the record of " + other);
  }

  @Test
  void aRecordDirectlyAfterThePreviousOneHoldsItsPlace() {
    RecordFile second = file(sample.imported("\"number\":3", "\"number\":2"));
    String third =
        sample.imported(RecordSample.sha256("the record before").hex(), second.sha256().hex());
    RecordVerdict<CeremonyRecord> verdict = verify(third, Optional.of(second));
    assertThat(check(verdict, Subject.CHAIN))
        .isEqualTo(
            RecordCheck.holds(Subject.CHAIN, "number 3, directly after the previous record"));
  }

  @Test
  void theFirstRecordHoldsItsPlace() {
    RecordVerdict<CeremonyRecord> verdict =
        verify(
            sample.imported(
                "\"number\":3",
                "\"number\":1",
                RecordSample.sha256("the record before").hex(),
                AuditLine.NONE.hex()));
    assertThat(check(verdict, Subject.CHAIN).outcome()).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void clocksMayBeFiveMinutesApart() {
    assertThat(stated("09:24:59.999")).isEqualTo(Outcome.FAILS);
    assertThat(stated("09:25:02.000")).isEqualTo(Outcome.HOLDS);
    assertThat(stated("09:35:05.000")).isEqualTo(Outcome.HOLDS);
    assertThat(stated("09:35:05.001")).isEqualTo(Outcome.FAILS);
  }

  private Outcome stated(String time) {
    String statement =
        sample.statement(
            "\"statedAt\":\"2026-11-23T09:30:03.000Z\"",
            "\"statedAt\":\"2026-11-23T%sZ\"".formatted(time));
    return check(verify(sample.record(Optional.of(statement))), Subject.TIMES).outcome();
  }

  static RecordCheck check(RecordVerdict<CeremonyRecord> verdict, Subject subject) {
    return verdict.checks().stream()
        .filter(check -> check.subject() == subject)
        .findFirst()
        .orElseThrow();
  }

  private static RecordFile file(String compact) {
    return new RecordFile(compact, Optional.empty());
  }

  private RecordVerdict<CeremonyRecord> verify(String compact) {
    return verify(compact, Optional.empty());
  }

  private RecordVerdict<CeremonyRecord> verify(String compact, Optional<RecordFile> previous) {
    return RecordVerifier.verify(
        file(compact), sample.cloud.verificationKey(), sample.agent.verificationKey(), previous);
  }
}
