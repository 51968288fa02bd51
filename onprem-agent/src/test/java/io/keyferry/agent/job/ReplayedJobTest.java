package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.job.check.Policy;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingKeySpec;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are delivered again, and jobs for existing keys. */
class ReplayedJobTest {

  private static final ImportId VERIFICATION = new ImportId("11111111-2222-4333-8444-555555555555");

  private static final KeyArn SIBLING =
      KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/99999999-12ab-34cd-56ef-1234567890ab");

  @TempDir private Path directory;
  private AgentHalf half;

  @BeforeEach
  void open() throws AuditException {
    half = new AgentHalf(directory);
  }

  @AfterEach
  void close() {
    half.close();
  }

  @Test
  void aLaterAttemptWrapsTheSameKeyUnderTheFreshWrappingKey() throws Exception {
    half.work(half.jobs);
    Jobs later = half.jobs.attempt(2).wrappingKey(WrappingKeySpec.RSA_2048, Jobs.rsa(2048));
    half.work(later);

    WrapResult result = half.results.all().getLast();
    assertThat(result.attempt()).isEqualTo(2);
    assertThat(result.kmsKey().wrappingKeyFingerprint())
        .isEqualTo(later.wrappingKey().fingerprint());
    assertThat(result.content().wrapped().orElseThrow().hsmKey().object().origin())
        .isEqualTo(Origin.FOUND);
    assertThat(half.calls("generate")).isOne();
  }

  @Test
  void replayWithOtherContent() throws Exception {
    half.work(half.jobs);
    assertRefusedWithoutTheHsm(
        half.jobs.wrappingKey(WrappingKeySpec.RSA_2048, Jobs.rsa(2048)), FailureCode.JOB_CHANGED);
  }

  @Test
  void keyArnSwappedInALaterAttempt() throws Exception {
    half.work(half.jobs);
    assertRefusedWithoutTheHsm(half.jobs.attempt(2).keyArn(SIBLING), FailureCode.JOB_CHANGED);
  }

  @Test
  void earlierAttemptPlayedBackAfterALaterOne() throws Exception {
    half.work(half.jobs.attempt(2));
    assertRefusedWithoutTheHsm(half.jobs, FailureCode.JOB_SUPERSEDED);
  }

  @Test
  void remembersJobsAcrossARestart() throws Exception {
    half.work(half.jobs.attempt(2));
    half.close();
    half = new AgentHalf(directory, Jobs.POLICY, half.token);

    assertThat(half.work(half.jobs)).isEqualTo(MessageDisposition.DELETE);
    assertThat(half.results.only().content().refused().orElseThrow().code())
        .isEqualTo(FailureCode.JOB_SUPERSEDED);
  }

  @Test
  void wrapsAKeyThatItMadeAgainForTheSameKmsKey() throws Exception {
    half.work(half.jobs);
    half.work(verification());

    WrapResult result = half.results.all().getLast();
    assertThat(result.content().wrapped().orElseThrow().hsmKey().ckaId())
        .isEqualTo(CkaId.of(half.jobs.importId()));
    assertThat(half.calls("generate")).isOne();
  }

  @Test
  void keyOfOneKmsKeyOrderedForAnother() throws Exception {
    half.work(half.jobs);
    assertRefusedWithoutTheHsm(verification().keyArn(SIBLING), FailureCode.POLICY);
  }

  @Test
  void existingKeyOutsideThePolicy() throws Exception {
    assertRefusedWithoutTheHsm(half.jobs.existingKey(new CkaId("0a0b")), FailureCode.POLICY);
  }

  @Test
  void neverGeneratesANamedKeyThatTheHsmDoesNotHave() throws Exception {
    half.close();
    half = new AgentHalf(directory, allowing(new CkaId("0a0b")), half.token);

    half.work(half.jobs.existingKey(new CkaId("0a0b")));

    Failure failure = half.results.only().content().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_MISSING);
    assertThat(failure.reason()).contains("0a0b").contains("restore it");
    assertThat(half.calls("generate")).isZero();
    assertThat(half.token.wrappingKeysLeft()).isZero();
  }

  @Test
  void wrapsAKeyThatThePolicyNamesIfTheLedgerWasLost() throws Exception {
    CkaId key = CkaId.of(half.jobs.importId());
    half.close();
    half = new AgentHalf(directory, allowing(key), half.token);
    half.token.plant(KeySpec.SYMMETRIC_DEFAULT, key, "keyferry");
    half.work(half.jobs);
    assertThat(half.results.only().content().wrapped().orElseThrow().hsmKey().object().origin())
        .isEqualTo(Origin.FOUND);
  }

  private Jobs verification() {
    return half.jobs.importId(VERIFICATION).existingKey(CkaId.of(half.jobs.importId()));
  }

  private static Policy allowing(CkaId key) {
    Policy policy = Jobs.POLICY;
    return new Policy(
        new Policy.KmsKeys(
            policy.kmsKeys().accounts(),
            policy.kmsKeys().regions(),
            policy.kmsKeys().patterns(),
            policy.kmsKeys().specs()),
        new Policy.Wrapping(policy.wrapping().algorithms(), policy.wrapping().minKeyBits()),
        new Policy.HsmKeys(Set.of(new HsmKeyName.Id(key)), false),
        policy.maxJobAge());
  }

  private void assertRefusedWithoutTheHsm(Jobs job, FailureCode code)
      throws RejectedMessageException {
    long imported = half.calls("importWrappingKey");
    long found = half.calls("find");
    assertThat(half.work(job)).isEqualTo(MessageDisposition.DELETE);

    assertThat(half.results.all().getLast().content().refused().orElseThrow().code())
        .isEqualTo(code);
    assertThat(half.calls("importWrappingKey")).isEqualTo(imported);
    assertThat(half.calls("find")).isEqualTo(found);
  }
}
