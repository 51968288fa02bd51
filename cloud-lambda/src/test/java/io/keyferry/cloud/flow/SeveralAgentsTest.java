package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.event.RefusedException;
import io.keyferry.cloud.job.Verdict;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.record.StoredImport;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two agents, each with an HSM, a signing key and a queue of its own. */
class SeveralAgentsTest {

  private static final String FROM_OTHER = "{'newKey':{},'agent':'hsm-2'}";

  private final CloudHalf half = new CloudHalf();

  @BeforeEach
  void enrolBoth() {
    half.enrol(CloudHalf.FIRST, CloudHalf.OTHER);
  }

  @Test
  void theJobGoesToTheAgentThatTheRequestNamesAndToNoOther() {
    ImportRecord record = half.request(FROM_OTHER);
    assertThat(record.agent()).isEqualTo(CloudHalf.OTHER);
    assertThat(half.sent).isEmpty();
    assertThat(half.otherAgent.job(half.sentToOther.getFirst()).validity().audience())
        .isEqualTo(half.otherAgent.signer().verificationKey().thumbprint());
  }

  @Test
  void theImportEndsWithTheResultOfTheAgentThatItWasGivenTo() {
    ImportId id = half.request(FROM_OTHER).importId();
    assertThat(half.result(answerOfOther(0))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @Test
  void aRequestThatNamesNoAgentIsRefusedWithTheNamesOfAll() {
    assertRefused(
        "{'newKey':{}}", "agent: expected one of the enrolled agents: hsm-1, hsm-2, found none");
  }

  @Test
  void aRequestForAnAgentThatIsNotEnrolledIsRefused() {
    assertRefused("{'newKey':{},'agent':'hsm-3'}", "hsm-1, hsm-2, found 'hsm-3'");
  }

  @Test
  void aNameThatNoAgentCanHaveIsRefused() {
    assertRefused(
        "{'newKey':{},'agent':'HSM 1'}",
        "1 violation in the request, nothing was done:\nagent: expected an agent's name");
  }

  @Test
  void resultOfAnotherEnrolledAgent() {
    ImportId id = half.request("{'newKey':{},'agent':'hsm-1'}").importId();
    StoredImport before = half.stored(id);
    String job = half.sent.getFirst();
    String forged = half.otherAgent.answer(job, half.now);
    assertThat(half.result(forged))
        .isEqualTo(
            new Verdict.Rejected(
                "expected the result for %s from the agent hsm-1, found one from hsm-2"
                    .formatted(id)));
    assertThat(half.stored(id)).isEqualTo(before);
    assertThat(half.kms.imported).isEmpty();
  }

  @Test
  void statementOfAnotherEnrolledAgentInATrueResult() {
    ImportId id = half.request(FROM_OTHER).importId();
    String job = half.sentToOther.getFirst();
    WrappedKey key = TestAgent.wrapped(half.otherAgent.job(job));
    WrapResult mixed =
        WrapResult.to(
            half.otherAgent.job(job),
            half.otherAgent.us(),
            half.now,
            key,
            half.agent.result(job, key, half.now).reply().statement());
    assertThat(half.result(half.otherAgent.signed(mixed))).isEqualTo(new Verdict.Done());
    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.RESULT_MISMATCH);
  }

  @Test
  void aVerificationGoesToTheAgentWhoseHsmHasTheKey() {
    ImportId id = half.request(FROM_OTHER).importId();
    half.result(answerOfOther(0));
    ImportRecord proof = half.request("{'verify':{'importId':'%s'}}".formatted(id));
    assertThat(proof.agent()).isEqualTo(CloudHalf.OTHER);
    assertThat(half.sentToOther).hasSize(2);
    assertThat(half.sent).isEmpty();
  }

  @Test
  void aVerificationCannotBeGivenToAnotherAgent() {
    assertRefused(
        "{'verify':{'importId':'00000000-0000-0000-0000-000000000000'},'agent':'hsm-1'}",
        "agent: expected no agent, because a verification uses that of the import");
  }

  @Test
  void anImportOfAnAgentThatIsNoLongerEnrolledCannotBeVerified() {
    ImportId id = half.request(FROM_OTHER).importId();
    half.result(answerOfOther(0));
    half.enrol(CloudHalf.FIRST);
    assertRefused(
        "{'verify':{'importId':'%s'}}".formatted(id),
        "verify.importId: expected an import of one of the enrolled agents: hsm-1, found one of hsm-2");
  }

  @Test
  void anUnfinishedRequestForAnAgentThatIsNoLongerEnrolledEndsWithTheReason() {
    String request = "{'newKey':{},'agent':'hsm-2','clientToken':'again'}";
    half.kms.failing("parameters", new IllegalStateException("out of memory"));
    assertThatThrownBy(() -> half.request(request)).hasMessage("out of memory");
    half.enrol(CloudHalf.FIRST);
    ImportRecord record = half.request(request);
    assertThat(record.failed().code()).contains(FailureCode.AGENT_UNKNOWN);
    assertThat(record.failed().reason().orElseThrow())
        .contains("hsm-2", "found hsm-1", "Enroll it again");
  }

  @Test
  void aNewAttemptThatWasNeverSentEndsTooIfItsAgentIsNoLongerEnrolled() {
    ImportId id = half.request("{'newKey':{},'agent':'hsm-1'}").importId();
    half.kms.failing("importMaterial", InMemoryKms.refusal(Kind.UNUSABLE_TOKEN));
    half.afterSend.add(() -> {
      throw InMemoryKms.unavailable(false);
    });
    String answer = half.answer(0);
    assertThatThrownBy(() -> half.result(answer)).isInstanceOf(KmsUnavailableException.class);
    half.enrol(CloudHalf.OTHER);
    half.now = half.now.plus(CloudHalf.LIFETIME).plus(Duration.ofHours(1));

    half.resume();

    assertThat(half.stored(id).record().failed().code()).contains(FailureCode.AGENT_UNKNOWN);
  }

  private String answerOfOther(int index) {
    return half.otherAgent.answer(half.sentToOther.get(index), half.now);
  }

  private void assertRefused(String request, String expected) {
    assertThatThrownBy(() -> half.request(request))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(expected);
    assertThat(half.sent).isEmpty();
  }
}
