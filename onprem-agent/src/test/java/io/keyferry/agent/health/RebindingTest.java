package io.keyferry.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by a page in the browser of somebody on the machine. */
class RebindingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8686",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example/127.0.0.1",
        "127.0.0.1@evil.example",
        "user@127.0.0.1",
        "127.0.0.1:8686:evil.example",
        "127.0.0.1\nevil.example",
        "169.254.169.254",
        ""
      })
  void nameOfThePageThatPointsToTheLoopbackInterface(String host) {
    assertThat(LoopbackHosts.areLoopback(List.of(host))).isFalse();
  }

  @Test
  void secondHostInAdditionToTheRealOne() {
    assertThat(LoopbackHosts.areLoopback(List.of("127.0.0.1:8686", "evil.example"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.1:8686", "localhost:9090", "LOCALHOST", "[::1]:1"})
  void theNamesOfTheLoopbackInterfaceAreAnswered(String host) {
    assertThat(LoopbackHosts.areLoopback(List.of(host))).isTrue();
  }
}
