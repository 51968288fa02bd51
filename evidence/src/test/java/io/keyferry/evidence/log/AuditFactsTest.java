package io.keyferry.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.text.Printable;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the facts of an entry are written. */
class AuditFactsTest {

  @TempDir Path directory;

  @Test
  void longFactsAreCut() throws Exception {
    try (AuditLog log = open()) {
      log.append(
          AuditEntry.of(
              AuditEvent.MESSAGE_REJECTED,
              Map.of("full", "x".repeat(2000), "long", "x".repeat(2001))));
    }
    assertThat(new Attacker(directory).line(1).read().facts())
        .containsEntry("full", "x".repeat(2000))
        .containsEntry("long", "x".repeat(1999) + "…");
  }

  @Test
  void charactersBeyondTheBasicPlaneAreAlwaysWrittenByNumber() throws Exception {
    String key = "\uD83D\uDD11";
    try (AuditLog log = open()) {
      for (int before = 500; before < 520; before++) {
        String text = "x".repeat(before);
        log.append(AuditEntry.of(AuditEvent.STARTED, Map.of("label", text + key + "\uD83D")));
        assertThat(new Attacker(directory).line(before - 499).read().facts())
            .containsEntry("label", text + "U+1F511U+D83D");
      }
    }
  }

  @Test
  void anyTextIsReadAsItWasWritten() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char character = 0; character < 0x300; character++) {
      all.append(character);
    }
    all.append("\u2028\u2029\uFEFF\uFFFF");
    try (AuditLog log = open()) {
      log.append(AuditEntry.of(AuditEvent.STARTED, Map.of("all", all.toString())));
    }
    byte[] line = Files.readAllBytes(directory.resolve("audit-000001.jsonl"));
    assertThat(line).containsOnlyOnce('\n');
    assertThat(new String(line, StandardCharsets.UTF_8).strip().codePoints())
        .allMatch(Printable::shows);
    assertThat(JsonCodec.read(AuditLine.class, line).facts()).containsEntry("all", all.toString());
  }

  private AuditLog open() throws AuditException {
    return SampleLog.open(directory, new TickingClock());
  }
}
