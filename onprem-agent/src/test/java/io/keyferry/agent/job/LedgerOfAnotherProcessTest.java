package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.job.ledger.JobLedger;
import io.keyferry.evidence.log.AuditException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents with one ledger would each take a replay for a first delivery. */
class LedgerOfAnotherProcessTest {

  @TempDir private Path directory;

  @Test
  void isRefusedUntilThatProcessEnds() throws Exception {
    Process other = start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("taken");
      assertThatExceptionOfType(AuditException.class)
          .isThrownBy(
              () -> JobLedger.open(directory, new Random(1), InstantSource.system()).close())
          .withMessageContaining("found that another agent uses it");
    } finally {
      other.outputWriter().close();
      other.waitFor();
    }
    JobLedger.open(directory, new Random(1), InstantSource.system()).close();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherAgent.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Holds the ledger until its input ends. */
  static final class OtherAgent {

    private OtherAgent() {}

    public static void main(String[] args) throws AuditException, IOException {
      try (JobLedger _ = JobLedger.open(Path.of(args[0]), new Random(1), InstantSource.system())) {
        System.out.println("taken");
        while (System.in.read() >= 0) {
          // The input is empty; only its end matters.
        }
      }
    }
  }
}
