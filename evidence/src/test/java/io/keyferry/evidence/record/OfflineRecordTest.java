package io.keyferry.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.evidence.page.RecordText;
import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.evidence.testing.OfflineSample;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Offline records, verified with the agent's key, shown, and attacked. */
class OfflineRecordTest {

  private static final Optional<Sha256> MATERIAL = Optional.of(Sha256.of(OfflineSample.MATERIAL));

  private final OfflineSample sample = new OfflineSample();

  @Test
  void holdsWithTheBytesThatItNames() {
    for (String text : List.of(sample.signed(), OfflineSample.file(sample.signed()))) {
      RecordFile file = parse(text);
      assertThat(file.isOffline()).isTrue();
      RecordVerdict<OfflineRecord> verdict = verify(file, MATERIAL);
      assertThat(verdict.holds()).isTrue();
      assertThat(verdict.count(Outcome.HOLDS)).isEqualTo(3);
      assertThat(verdict.record()).isPresent();
      assertThat(verdict.sha256()).isEqualTo(file.sha256());
    }
  }

  @Test
  void holdsWithoutTheBytesAndSaysSo() {
    RecordVerdict<OfflineRecord> verdict = verify(parse(sample.signed()), Optional.empty());
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.count(Outcome.HOLDS)).isEqualTo(2);
    assertThat(check(verdict, Subject.WRAPPED_BYTES))
        .returns(Outcome.NOT_APPLICABLE, RecordCheck::outcome)
        .satisfies(check -> assertThat(check.sentence()).contains("--material"));
  }

  @Test
  void otherBytesBesideTheRecord() {
    RecordVerdict<OfflineRecord> verdict =
        verify(parse(sample.signed()), Optional.of(Sha256.of(new byte[] {9})));
    assertThat(verdict.holds()).isFalse();
    assertThat(check(verdict, Subject.WRAPPED_BYTES).sentence())
        .contains("expected the SHA-256", "found", "another key than the record describes");
  }

  @Test
  void recordOfAnotherAgent() {
    assertNotOfTheAgent(new OfflineSample().signed());
  }

  @Test
  void recordWithOneByteChanged() {
    String signed = sample.signed();
    for (int place : List.of(5, signed.length() / 2, signed.length() - 20)) {
      char other = signed.charAt(place) == 'A' ? 'B' : 'A';
      assertNotOfTheAgent(signed.substring(0, place) + other + signed.substring(place + 1));
    }
  }

  @Test
  void ceremonyRecordTakenForAnOfflineRecord() {
    assertNotOfTheAgent(new RecordSample().imported());
    assertThat(parse(new RecordSample().imported()).isOffline()).isFalse();
  }

  @Test
  void offlineRecordTakenForACeremonyRecord() {
    RecordVerdict<CeremonyRecord> verdict =
        RecordVerifier.verify(
            parse(sample.signed()),
            sample.agent.verificationKey(),
            sample.agent.verificationKey(),
            Optional.empty());
    assertThat(verdict.holds()).isFalse();
    assertThat(verdict.record()).isEmpty();
    assertThatThrownBy(() -> RecordContent.unverified(parse(sample.signed())))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void wrongClock() {
    RecordVerdict<OfflineRecord> verdict =
        verify(parse(sample.signed(OfflineSample.ORDERED.minusSeconds(3600))), MATERIAL);
    assertThat(verdict.holds()).isFalse();
    assertThat(check(verdict, Subject.TIMES).outcome()).isEqualTo(Outcome.FAILS);
  }

  @Test
  void isShownWithEveryFactAndNoTerminalEscape() {
    String text = RecordText.of(OfflineContent.unverified(parse(sample.signed())), "verify");
    assertThat(text)
        .startsWith("NOT VERIFIED")
        .contains("What was done", "The key in the HSM", "How it left", "Signatures")
        .containsPattern("  KMS key +f44c4e20-f83c-48f4-adc6-a1ef38829760\n")
        .containsPattern("  Import token, SHA-256 +not given\n")
        .containsPattern("  Key label \\(CKA_LABEL\\) +payments\\\\u001B\\[31m\n")
        .containsPattern("  Serial number +1334054167318\n")
        .containsPattern("  Agent's key +" + sample.agent.verificationKey().thumbprint() + "\n")
        .containsPattern("  Audit log, sequence +6\n")
        .contains(MATERIAL.orElseThrow().hex())
        .doesNotContain("\u001b");
  }

  @Test
  void messageThatFalselyClaimsToBeAnOfflineRecord() {
    assertThat(parse("e30.e30.e30").isOffline()).isFalse();
    assertThat(parse("!.!.!").isOffline()).isFalse();
    assertThatThrownBy(() -> OfflineContent.unverified(parse("e30.e30.e30")))
        .isInstanceOf(InvalidValueException.class);
  }

  private void assertNotOfTheAgent(String compact) {
    RecordVerdict<OfflineRecord> verdict = verify(parse(compact), MATERIAL);
    assertThat(verdict.holds()).isFalse();
    assertThat(verdict.record()).isEmpty();
    assertThat(verdict.checks())
        .singleElement()
        .returns(Subject.AGENT_SIGNATURE, RecordCheck::subject)
        .returns(Outcome.FAILS, RecordCheck::outcome);
  }

  private RecordVerdict<OfflineRecord> verify(RecordFile file, Optional<Sha256> material) {
    return OfflineRecordVerifier.verify(file, sample.agent.verificationKey(), material);
  }

  private static RecordCheck check(RecordVerdict<OfflineRecord> verdict, Subject subject) {
    return verdict.checks().stream()
        .filter(check -> check.subject() == subject)
        .findFirst()
        .orElseThrow();
  }

  private static RecordFile parse(String text) {
    return RecordFile.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
