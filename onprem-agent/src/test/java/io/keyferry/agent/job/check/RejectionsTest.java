package io.keyferry.agent.job.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.keyferry.agent.job.AgentHalf;
import io.keyferry.agent.job.Jobs;
import io.keyferry.agent.job.MessageDisposition;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.message.AuditEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anyone who can write to the queue can cause lines in the log, and must not fill the disk. */
class RejectionsTest {

  @TempDir private Path directory;
  private AgentHalf half;

  @BeforeEach
  void open() throws AuditException {
    half = new AgentHalf(directory);
  }

  @AfterEach
  void close() {
    half.close();
  }

  private List<Map<String, String>> lines() {
    return half.trail.entries().stream()
        .filter(entry -> entry.event() == AuditEvent.MESSAGE_REJECTED)
        .map(AuditEntry::facts)
        .toList();
  }

  @Test
  void floodOfForgedMessagesCausesTwoLinesInTenMinutes() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      assertThat(half.work("forged " + i)).isEqualTo(MessageDisposition.REJECT);
    }
    assertThat(lines()).singleElement().asInstanceOf(MAP).containsKeys("sha256", "reason");

    half.now.set(Jobs.NOW.plus(Duration.ofMinutes(10)));
    half.rejections.writeCounted(false);

    assertThat(lines()).hasSize(2);
    assertThat(lines().getLast())
        .containsEntry("more", "9999")
        .containsEntry("since", "2026-11-23T09:30:00.000Z")
        .containsKey("flaw");
  }

  @Test
  void eachFlawIsCountedSeparately() {
    half.work("forged");
    half.work(half.sealed(Jobs.to(half.cloudName()).job()));
    half.work("forged again");

    assertThat(lines()).extracting(line -> line.get("flaw")).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void theNextRejectionAfterTenMinutesIsLogged() {
    half.work("forged");
    half.now.set(Jobs.NOW.plus(Duration.ofMinutes(10)));
    half.work("forged");

    assertThat(lines()).hasSize(2).allSatisfy(line -> assertThat(line).containsKey("sha256"));
  }

  @Test
  void theEndOfTheRunWritesTheCounts() throws Exception {
    half.work("forged");
    half.work("forged");
    half.rejections.writeCounted(true);

    assertThat(lines().getLast()).containsEntry("more", "1");
  }
}
