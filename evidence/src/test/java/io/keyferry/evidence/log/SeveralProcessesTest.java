package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One directory, several writers. */
class SeveralProcessesTest {

  private static final int LINES = 40;

  @TempDir Path directory;

  private final EcSigner agent = EcSigner.create();

  @Test
  void twoLogsOnOneDirectoryTakeTurns() throws Exception {
    try (AuditLog one = open();
        AuditLog two = open()) {
      for (int line = 0; line < LINES; line++) {
        one.append(SampleLog.entry(line));
        two.append(SampleLog.entry(line));
        two.append(SampleLog.entry(line));
      }
      one.signHead(agent);
      two.signHead(agent);
      one.append(SampleLog.entry(0));
    }
    assertHolds(3 * LINES + 3);
  }

  @Test
  void threadsOfTwoLogsAtOnce() throws Exception {
    try (AuditLog one = open();
        AuditLog two = open();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (AuditLog log : List.of(one, one, two, two)) {
        writers.add(
            threads.submit(() -> {
              for (int line = 0; line < LINES; line++) {
                log.append(SampleLog.entry(line));
                log.force();
                assertThat(log.head().sequence()).isPositive();
              }
              log.signHead(agent);
              return log;
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertHolds(4 * LINES + 4);
  }

  @Test
  void anotherProcessAtTheSameTime() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                directory.toString(),
                Integer.toString(LINES))
            .inheritIO()
            .start();
    int own = 0;
    try (AuditLog log = open()) {
      while (own < LINES || other.isAlive()) {
        log.append(SampleLog.entry(own));
        own++;
      }
      log.signHead(agent);
    }
    assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(other.exitValue()).isZero();
    assertHolds(own + LINES + 1);
  }

  /** Writes entries of its own. */
  static final class WritingProcess {

    private WritingProcess() {}

    public static void main(String[] args) throws AuditException {
      try (AuditLog log = SampleLog.open(Path.of(args[0]), new TickingClock())) {
        for (int line = 0; line < Integer.parseInt(args[1]); line++) {
          log.append(SampleLog.entry(line));
        }
      }
    }
  }

  private void assertHolds(long lines) throws IOException {
    assertThat(AuditVerifier.verify(directory, agent.verificationKey()))
        .asInstanceOf(type(AuditVerdict.Holds.class))
        .returns(lines, AuditVerdict.Holds::lines);
  }

  private AuditLog open() throws AuditException {
    return SampleLog.open(directory, new TickingClock());
  }
}
