package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.value.KeySpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fault injector holds a call. Other calls are then made in another session. */
final class FaultHangTest {

  private static final long DEVICE_ERROR = 0x30;

  @TempDir private Path directory;

  @AutoClose private final ExecutorService other = Executors.newSingleThreadExecutor();

  @ParameterizedTest
  @EnumSource(TestTokenKind.class)
  void holdsACallThatIsNotDoneYetUntilItIsCleared(TestTokenKind kind) throws Exception {
    try (FaultyToken token = new FaultyToken(kind, directory);
        TokenSession session = token.token().openSession()) {
      token.faults().hang("C_GenerateKey").once();
      Future<HsmKey> key = generateIn(session);
      token.faults().awaitHeld("C_GenerateKey");
      assertThat(token.count()).isZero();
      assertThat(key).isNotDone();
      token.faults().clear();
      assertThat(key.get().label()).isEqualTo("held");
    }
  }

  @Test
  void holdsTheAnswerOfACallThatIsDone() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory);
        TokenSession session = token.token().openSession()) {
      token.faults().hang("C_GenerateKey").afterDoing().once();
      Future<HsmKey> key = generateIn(session);
      token.faults().awaitHeld("C_GenerateKey");
      assertThat(token.count()).isOne();
      assertThat(key).isNotDone();
      token.faults().clear();
      assertThat(key.get().label()).isEqualTo("held");
    }
  }

  @Test
  void answersAHeldCallAsWasOrderedBefore() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory);
        TokenSession session = token.token().openSession()) {
      token.faults().hang("C_GenerateKey").once();
      token.faults().answer("C_GenerateKey", DEVICE_ERROR).once();
      Future<HsmKey> key = generateIn(session);
      token.faults().awaitHeld("C_GenerateKey");
      token.faults().clear();
      assertThat(key)
          .failsWithin(Duration.ofMinutes(1))
          .withThrowableThat()
          .havingRootCause()
          .withMessageContaining("CKR_DEVICE_ERROR");
    }
  }

  @Test
  void delaysACall() throws Exception {
    try (FaultyToken token = new FaultyToken(TestTokenKind.NSS, directory)) {
      Duration delay = Duration.ofMillis(20);
      token.faults().delay("C_GenerateKey", delay).once();
      long begin = System.nanoTime();
      token.generate();
      // Never less, however busy the machine is.
      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(delay.toNanos());
    }
  }

  private Future<HsmKey> generateIn(TokenSession session) {
    return other.submit(() ->
        session
            .keys()
            .generate(
                KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "held", KeyTemplate.LUNA_GUIDE));
  }
}
