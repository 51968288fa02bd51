package io.keyferry.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.health.Indicator.Reading;
import io.micronaut.health.HealthStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusLineTest {

  @Test
  void waitsForJobsIfEverythingIsUp() {
    assertThat(text(up("hsm"), up("queues"), up("clock"), up("records"), up("loop")))
        .isEqualTo("token 'my-partition', waiting for jobs");
  }

  @Test
  void asksForTheFirstTimeWhileSomethingIsUnknown() {
    assertThat(text(up("hsm"), reading("queues", HealthStatus.UNKNOWN), up("loop")))
        .isEqualTo("token 'my-partition', polling for the first time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loop | why loop",
        "records | jobs cannot be recorded: why records",
        "hsm | token 'my-partition' is unusable: why hsm",
        "queues | the queues do not respond: why queues",
        "clock | the clock is wrong: why clock",
        "another | why another",
      })
  void saysWhatIsDown(String down, String shown) {
    assertThat(text(up("first"), down(down), reading("last", HealthStatus.UNKNOWN)))
        .isEqualTo(shown);
  }

  @Test
  void showsTheMostSevereOfSeveralFaults() {
    assertThat(text(down("another"), down("clock"), down("queues"), down("hsm")))
        .startsWith("token 'my-partition' is unusable");
    assertThat(text(down("hsm"), down("records"))).startsWith("jobs cannot be recorded");
    assertThat(text(down("records"), down("loop"))).isEqualTo("why loop");
  }

  private static String text(Reading... readings) {
    return StatusLine.text("my-partition", List.of(readings));
  }

  private static Reading up(String name) {
    return reading(name, HealthStatus.UP);
  }

  private static Reading down(String name) {
    return reading(name, HealthStatus.DOWN);
  }

  private static Reading reading(String name, HealthStatus status) {
    return new Reading(name, status, "why " + name, Map.of());
  }
}
