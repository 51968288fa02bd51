package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.job.Verdict;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.Sha256;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that the agent signed, with a statement that does not belong to them. */
class StatementAttackTest {

  private final CloudHalf half = new CloudHalf();
  private ImportId id = new ImportId("00000000-0000-0000-0000-000000000000");

  @BeforeEach
  void queueOneImport() {
    id = half.request("{'newKey':{}}").importId();
  }

  @Test
  void statementSignedByAnotherKey() {
    String forged =
        SignedMessage.sign(
            MessageType.CEREMONY_STATEMENT, statement(key(), Optional.empty()), EcSigner.create());
    assertMismatch(key(), forged, "a statement signed by the agent");
  }

  @Test
  void statementOfAnotherJob() {
    half.request("{'newKey':{}}");
    String other = half.agent.signed(half.agent.statement(half.sent.get(1), key(), half.now));
    assertMismatch(key(), other, "import " + id);
  }

  @Test
  void statementOnAJobThatWasNeverSent() {
    String other = half.agent.signed(statement(key(), Optional.of(Sha256.of(new byte[] {5}))));
    assertMismatch(key(), other, "job SHA-256");
  }

  @Test
  void statementAboutOtherBytes() {
    WrappedKey bytes =
        new WrappedKey(Blob.of(new byte[] {1}), key().algorithm(), key().hsmKey(), key().token());
    assertMismatch(
        key(), half.agent.signed(statement(bytes, Optional.empty())), "key material SHA-256");
  }

  @Test
  void statementAboutAnotherHsmKey() {
    WrappedKey other = TestAgent.wrapped(new CkaId("0102"));
    assertMismatch(key(), half.agent.signed(statement(other, Optional.empty())), "HSM key");
  }

  @Test
  void resultAndStatementOnAKeyThatTheJobDidNotOrder() {
    WrappedKey other = TestAgent.wrapped(new CkaId("0102"));
    assertMismatch(
        other,
        half.agent.signed(statement(other, Optional.empty())),
        "HSM key CKA_ID " + CkaId.of(id));
  }

  @Test
  void statementOfARefusalUnderAWrappedKey() {
    Failure refusal = Failure.of(FailureCode.POLICY, "no");
    assertMismatch(key(), half.agent.signed(statement(refusal, Optional.empty())), "refusal none");
  }

  @Test
  void statementOfAWrappedKeyUnderARefusal() {
    Failure refusal = Failure.of(FailureCode.POLICY, "no");
    assertMismatch(
        refusal, half.agent.signed(statement(key(), Optional.empty())), "refusal Failure");
  }

  @Test
  void trueStatementWithATrueResultIsTaken() {
    half.result(result(key(), half.agent.signed(statement(key(), Optional.empty()))));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  private WrappedKey key() {
    return TestAgent.wrapped(CkaId.of(id));
  }

  /** The true statement of this outcome, or one about another job. */
  private CeremonyStatement statement(WrapOutcome outcome, Optional<Sha256> otherJob) {
    CeremonyStatement s = half.agent.statement(half.sent.getFirst(), outcome, half.now);
    return new CeremonyStatement(
        s.id(),
        new CeremonyStatement.Order(
            otherJob.orElse(s.order().job()),
            s.order().audience(),
            s.order().keyArn(),
            s.order().wrappingKeyFingerprint()),
        s.wrapping(),
        new CeremonyStatement.Witness(
            s.witness().agent(),
            s.witness().policy(),
            s.witness().receivedAt(),
            s.witness().statedAt()),
        new CeremonyStatement.Work(s.work().wrapped(), s.work().refused(), s.work().auditHead()));
  }

  private String result(WrapOutcome outcome, String statement) {
    return half.agent.signed(
        WrapResult.to(half.job(0), half.agent.us(), half.now, outcome, statement));
  }

  private void assertMismatch(WrapOutcome outcome, String statement, String named) {
    assertThat(half.result(result(outcome, statement))).isEqualTo(new Verdict.Done());
    ImportRecord record = half.stored(id).record();
    assertThat(record.state()).isEqualTo(ImportState.FAILED);
    assertThat(record.failed().code()).contains(FailureCode.RESULT_MISMATCH);
    assertThat(record.failed().reason().orElseThrow()).contains(named);
    assertThat(half.kms.imported).isEmpty();
  }
}
