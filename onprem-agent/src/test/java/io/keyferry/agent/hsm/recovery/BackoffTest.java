package io.keyferry.agent.hsm.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), new Random(1));

  @Test
  void doublesUpToItsBoundAndVariesByHalf() {
    for (int full : new int[] {1, 2, 4, 8, 10, 10}) {
      assertThat(backoff.afterFailure())
          .isBetween(Duration.ofMillis(500L * full), Duration.ofSeconds(full));
    }
  }

  @Test
  void beginsAgainAfterASuccess() {
    backoff.afterFailure();
    backoff.afterFailure();
    backoff.afterSuccess();
    assertThat(backoff.afterFailure()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }
}
