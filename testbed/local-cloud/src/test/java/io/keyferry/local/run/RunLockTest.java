package io.keyferry.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

  @TempDir Path work;

  @Test
  void aSecondRunIsRefusedAndNamesTheProcessOfTheFirst() throws IOException {
    Path folder = work.resolve("local");
    try (RunLock _ = RunLock.take(folder)) {
      assertThatThrownBy(() -> RunLock.take(folder))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "expected no other run that uses %s, found the process %d: stop it (Ctrl-C in its shell), then run the same command again"
                  .formatted(folder, ProcessHandle.current().pid()));
    }
  }

  @Test
  void aRunAfterTheFirstHasEndedIsNot() throws IOException {
    Path folder = work.resolve("local");
    RunLock.take(folder).close();
    RunLock.take(folder).close();

    assertThat(Files.exists(folder)).isFalse();
  }
}
