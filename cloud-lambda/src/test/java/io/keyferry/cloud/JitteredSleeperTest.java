package io.keyferry.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class JitteredSleeperTest {

  private final List<Duration> slept = new ArrayList<>();

  @Test
  void sleepsAsLongAsRequestedAndUpToAQuarterLonger() {
    pause(0).sleepJittered(Duration.ofSeconds(1));
    pause(-1L >>> 1).sleepJittered(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      new JitteredSleeper(RandomGenerator.of("L64X128MixRandom"), slept::add)
          .sleepJittered(Duration.ofSeconds(1));
    }
    assertThat(slept)
        .allSatisfy(
            length -> assertThat(length).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250)));
    assertThat(slept.stream().distinct().count()).isGreaterThan(10);
    assertThat(slept.getFirst()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anInterruptEndsItAndIsKept() {
    JitteredSleeper pause =
        new JitteredSleeper(
            () -> 0,
            length -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> pause.sleepJittered(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private JitteredSleeper pause(long bits) {
    return new JitteredSleeper(() -> bits, slept::add);
  }
}
