package io.keyferry.cloud.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ImportId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A KMS that takes as long for every call as a client waits: every invocation still ends in time.
 */
class BoundedCallsTest {

  private static final String REQUEST =
      "{'clientToken':'t','newKey':{'alias':'alias/a','keySpec':'RSA_2048','keyUsage':'SIGN_VERIFY'}}";

  private static final Duration COMPLETE = Duration.ofMinutes(1);
  private static final Duration RESUME = Duration.ofMinutes(5);

  private final CloudHalf half = new CloudHalf();

  @Test
  void aSlowImportEndsAfterSeveralInvocations() {
    half.kms.callsTake = Run.CALL_TIMEOUT;
    ImportId id = half.id("t");
    inTime(CloudHalf.TIMEOUT, () -> half.request(REQUEST));
    for (int i = 0; i < 5 && half.sent.isEmpty(); i++) {
      half.now = half.now.plus(Duration.ofMinutes(11));
      inTime(RESUME, half::resume);
    }
    String answer = half.answer(0);
    inTime(COMPLETE, () -> half.result(answer, COMPLETE));
    assertThat(half.stored(id).record().state()).isEqualTo(ImportState.IMPORTED);
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void noCallIsStartedThatCannotFinishInTheTimeLeft(Duration timeout) {
    String answer = answered();
    half.kms.callsTake = Run.CALL_TIMEOUT;
    inTime(timeout, () -> half.request("{'clientToken':'u','newKey':{}}", "u", timeout));
    half.now = half.now.plus(Duration.ofMinutes(1));
    inTime(timeout, () -> half.request("{'clientToken':'u','newKey':{}}", "v", timeout));
    inTime(timeout, () -> half.result(answer, timeout));
    String verify = "{'verify':{'importId':'" + half.id("t") + "'}}";
    half.kms.callsTake = Duration.ZERO;
    half.result(answer);
    half.kms.callsTake = Run.CALL_TIMEOUT;
    inTime(timeout, () -> half.request(verify, "w", timeout));
  }

  static Stream<Duration> timeouts() {
    return IntStream.rangeClosed(9, 60).mapToObj(Duration::ofSeconds);
  }

  private String answered() {
    half.request(REQUEST);
    return half.answer(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"describe", "createKey", "keysOf", "tags", "parameters"})
  void noRequestTimesOutWhateverNeverAnswers(String method) {
    half.kms.callsTake = Run.CALL_TIMEOUT;
    half.kms.failingAlways(method, InMemoryKms.unavailable(false));
    String existing = "{'keyId':'" + half.kms.addAllowed() + "'}";

    for (String request : List.of(REQUEST, REQUEST, existing)) {
      inTime(CloudHalf.TIMEOUT, () -> half.request(request));
    }
    half.now = half.now.plus(Duration.ofMinutes(11));
    inTime(RESUME, half::resume);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"describe", "importMaterial", "publicKey", "createAlias", "disable", "keyPolicy"})
  void noResultTimesOutWhateverNeverAnswers(String method) {
    String answer = answered();
    half.kms.publicKey = Blob.of(new byte[] {7});
    half.kms.callsTake = Run.CALL_TIMEOUT;
    half.kms.failingAlways(method, InMemoryKms.unavailable(false));

    inTime(COMPLETE, () -> half.result(answer, COMPLETE));
    half.kms.publicKey = TestAgent.PUBLIC_KEY;
    inTime(COMPLETE, () -> half.result(answer, COMPLETE));
  }

  private void inTime(Duration timeout, Runnable invocation) {
    Instant deadline = half.now.plus(timeout);
    try {
      invocation.run();
    } catch (KmsUnavailableException e) {
      assertThat(half.now).isBefore(deadline);
    }
    assertThat(half.now).as("end of the invocation").isBefore(deadline);
  }
}
