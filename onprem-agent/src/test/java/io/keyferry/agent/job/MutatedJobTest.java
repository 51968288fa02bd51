package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.testing.Mutants;
import io.keyferry.model.testing.TrueMessages;
import io.keyferry.model.value.ImportId;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Ten thousand jobs that the cloud never signed: no call to the HSM, no entry in the ledger. */
class MutatedJobTest {

  private final Logger log = (Logger) LoggerFactory.getLogger(JobWorker.class);

  @BeforeEach
  void withoutTenThousandWarnings() {
    log.setLevel(Level.ERROR);
  }

  @AfterEach
  void withWarnings() {
    log.setLevel(null);
  }

  @Test
  void noMutatedJobReachesTheHsm(@TempDir Path directory) throws Exception {
    try (AgentHalf half = new AgentHalf(directory)) {
      TrueMessages jobs = jobs(half);

      Mutants.each(
          10_000,
          jobs,
          mutant -> {
            assertThat(half.work(mutant.text()))
                .as(mutant::toString)
                .isEqualTo(MessageDisposition.REJECT);
            assertThat(half.token.calls()).as(mutant::toString).isEmpty();
          });
      half.rejections.writeCounted(true);
      assertThat(half.trail.entries().stream().mapToLong(MutatedJobTest::messages).sum())
          .isEqualTo(10_000);
      assertThat(half.results.sealed).isEmpty();
      assertThat(directory).isDirectoryNotContaining("glob:**.json");

      // The agent would have carried out the original job.
      assertThat(jobs.wanted())
          .allSatisfy(job -> {
            assertThat(half.work(job)).isEqualTo(MessageDisposition.DELETE);
          });
      assertThat(half.calls("wrap")).isEqualTo(jobs.wanted().size());
    }
  }

  private static TrueMessages jobs(AgentHalf half) {
    List<String> jobs =
        IntStream.range(0, 8)
            .mapToObj(i -> half.sealed(half.jobs.importId(ImportId.of(new UUID(1, i))).job()))
            .toList();
    String head =
        SignedMessage.sign(
            MessageType.AUDIT_HEAD, new AuditHead(7, AuditLine.NONE, Jobs.NOW), half.cloud);
    return TrueMessages.of(jobs, List.of(head), half.cloud.verificationKey());
  }

  /** The number of rejected messages that a line covers. */
  private static long messages(AuditEntry line) {
    assertThat(line.event()).isEqualTo(AuditEvent.MESSAGE_REJECTED);
    return Long.parseLong(line.facts().getOrDefault("more", "1"));
  }
}
