package io.keyferry.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalStreamTest {

  @Test
  void isTheStreamThatSystemdNamed() throws Exception {
    Path out = Path.of("/proc/self/fd/1");
    String named = Files.getAttribute(out, "unix:dev") + ":" + Files.getAttribute(out, "unix:ino");

    assertThat(JournalStream.is(1, Map.of("JOURNAL_STREAM", named))).isTrue();
  }

  @Test
  void isNotAnInheritedStreamOfAnotherService() {
    assertThat(JournalStream.is(1, Map.of("JOURNAL_STREAM", "8:4711"))).isFalse();
    assertThat(JournalStream.is(1, Map.of())).isFalse();
    assertThat(JournalStream.is(9999, Map.of("JOURNAL_STREAM", "8:4711"))).isFalse();
  }
}
