package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.Unwrapping;
import io.keyferry.agent.hsm.testing.Await;
import io.keyferry.agent.job.queue.QueueException;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.HsmKeyReport.Origin;
import io.keyferry.model.value.KeyCheckValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobWorkerTest {

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
  void generatesTheKeyWrapsItAndAnswers() throws Exception {
    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.DELETE);

    WrapResult result = half.results.only();
    HsmKeyReport key = result.content().wrapped().orElseThrow().hsmKey();
    assertThat(result)
        .isEqualTo(
            WrapResult.to(
                half.jobs.job(),
                half.cloudName(),
                Jobs.NOW,
                result.outcome(),
                result.reply().statement()));
    assertThat(key.object().origin()).isEqualTo(Origin.GENERATED);
    assertThat(key.ckaId()).isEqualTo(CkaId.of(half.jobs.importId()));
    assertThat(key.object().label()).startsWith("keyferry " + half.jobs.importId() + " ");
    assertThat(result.content().wrapped().orElseThrow().token()).isEqualTo(half.token.identity());
    byte[] material =
        Jobs.KMS.unwrap(
            half.jobs.job().wrapping().wrappingAlgorithm(),
            result.content().wrapped().orElseThrow().encryptedKeyMaterial().bytes());
    KeyCheckValue reported = key.proof().keyCheckValue().orElseThrow();
    assertThat(reported).isEqualTo(Unwrapping.checkValue(reported.method(), material));
    assertThat(half.token.keys()).containsOnlyKeys(key.ckaId());
    assertThat(half.results.groups).containsExactly(half.jobs.keyArn());
    assertThat(half.token.wrappingKeysLeft()).isZero();
  }

  @Test
  void findsTheKeyWhenTheJobIsRedelivered() throws Exception {
    half.work(half.jobs.job());
    half.work(half.jobs.job());

    assertThat(half.results.all()).hasSize(2);
    assertThat(
            half.results
                .all()
                .getLast()
                .content()
                .wrapped()
                .orElseThrow()
                .hsmKey()
                .object()
                .origin())
        .isEqualTo(Origin.FOUND);
    assertThat(half.token.calls().stream().filter("generate"::equals)).hasSize(1);
  }

  @Test
  void answersWhatTheHsmRefusesAndLeavesNoWrappingKey() throws Exception {
    half.token.fail("wrap", HsmFaults.of(Fault.REFUSED, "C_WrapKey: CKR_KEY_NOT_WRAPPABLE"));

    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.DELETE);

    Failure failure = half.results.only().content().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_REFUSED);
    assertThat(failure.reason()).contains("CKR_KEY_NOT_WRAPPABLE");
    assertThat(half.token.wrappingKeysLeft()).isZero();
    assertThat(half.hsm.state().isReady()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openSession", "importWrappingKey", "generate", "wrap", "sign"})
  void resumesAJobWhenTheHsmIsBackAndGeneratesNoSecondKey(String call) throws Exception {
    half.token.failOnce(call, unreachable(call));

    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.DELETE);

    assertThat(half.results.all()).hasSize(1);
    assertThat(half.hsm.state().isReady()).isTrue();
    assertThat(half.token.wrappingKeysLeft()).isZero();
    assertThat(half.token.keys()).hasSize(1);
  }

  @Test
  void givesAJobBackWhenTheAgentEndsWhileTheHsmIsUnreachable() throws Exception {
    half.token.fail("openSession", unreachable("openSession"));
    half.hsm.stop();

    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.GIVE_BACK);

    assertThat(half.hsm.state().reason().orElseThrow()).contains("CKR_DEVICE_REMOVED");
    assertThat(half.results.all()).isEmpty();
  }

  @Test
  void poisonJobIsRefusedWithItsReasonAndDisturbsNoOther() throws Exception {
    half.token.fail("wrap", unreachable("C_WrapKey"));

    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.DELETE);

    Failure failure = half.results.only().content().refused().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_REFUSED);
    assertThat(failure.reason())
        .contains("failed 3 times although it otherwise works", "C_WrapKey: CKR_DEVICE_REMOVED");
    assertThat(half.calls("wrap")).isEqualTo(3);
    assertThat(half.token.keys()).hasSize(1);
    assertThat(half.hsm.steps()).isEmpty();
    assertThat(half.hsm.state().isReady()).isTrue();
  }

  @Test
  void busyHsmIsRetriedWithoutARecovery() throws Exception {
    half.token.failOnce("wrap", HsmFaults.of(Fault.BUSY, "CKR_SESSION_COUNT"));

    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.DELETE);

    assertThat(half.results.only().content().wrapped()).isPresent();
    assertThat(half.hsm.steps()).isEmpty();
  }

  private static HsmException unreachable(String call) {
    return HsmFaults.of(Fault.HSM_LOST, call + ": CKR_DEVICE_REMOVED");
  }

  @Test
  void waitsForItsSigningKeyDuringAJobAndTouchesNoOther() throws Exception {
    half.token.unenrol();
    FutureTask<MessageDisposition> work = new FutureTask<>(() -> half.work(half.jobs.job()));
    Thread.ofVirtual().start(work);
    Await.until(() -> !half.hsm.state().isReady(), "the HSM probe");
    assertThat(half.hsm.state().reason().orElseThrow()).contains("keyferry-agent enrol");
    assertThat(work).isNotDone();
    assertThat(half.token.calls()).doesNotContain("find", "importWrappingKey", "generate", "sign");

    half.token.enrol();

    assertThat(work.get()).isEqualTo(MessageDisposition.DELETE);
    assertThat(half.results.only().content().wrapped()).isPresent();
  }

  @Test
  void triesAgainWhenTheResultCannotBeSent() throws Exception {
    half.results.failure = Optional.of(new QueueException("no way", new IllegalStateException()));

    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.RETRY);
    assertThat(half.queues.error()).contains("no way");

    half.results.failure = Optional.empty();
    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.DELETE);
    assertThat(half.queues.error()).isEmpty();
    assertThat(half.token.keys()).hasSize(1);
  }

  @Test
  void copiedJobInAnotherGroupWhileTheFirstIsInProgress() throws Exception {
    List<MessageDisposition> ofTheCopy = new ArrayList<>();
    half.results.whileSending = () -> ofTheCopy.add(half.work(half.jobs.job()));

    assertThat(half.work(half.jobs.job())).isEqualTo(MessageDisposition.DELETE);

    assertThat(ofTheCopy).containsExactly(MessageDisposition.RETRY);
    assertThat(half.results.all()).hasSize(1);
  }
}
