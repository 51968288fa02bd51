package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.evidence.testing.OfflineSample;
import io.keyferry.evidence.testing.RecordSample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code record verify} and {@code record show} for the files of {@code wrap}. */
class OfflineRecordCommandTest {

  @TempDir Path directory;

  private final OfflineSample sample = new OfflineSample();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String record = "";
  private String agentKey = "";
  private String material = "";

  @BeforeEach
  void writeFiles() throws IOException {
    record = write("out.bin.record.json", OfflineSample.file(sample.signed()));
    agentKey = write("agent.pem", sample.agent.verificationKey().pem());
    material = Files.write(directory.resolve("out.bin"), OfflineSample.MATERIAL).toString();
  }

  @Test
  void aRecordThatHoldsExitsWith0AndSaysWhatItIs() {
    assertThat(verify("--agent-key", agentKey, "--material", material)).isZero();
    assertThat(out.toString())
        .startsWith(
            "✓ agent's signature      key %s signed this record\n"
                .formatted(sample.agent.verificationKey().thumbprint()))
        .contains(
            "\n✓ wrapped bytes          what the HSM wrapped is what is in the file: SHA-256 ")
        .endsWith(
            "\n\nAll 3 checks hold: the offline record of 2026-11-23T09:30:02.000Z, key with CKA_ID 0a0b, is as the agent signed it. It proves what left the HSM, not what KMS did with it.\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void otherBytesExitWith1() throws IOException {
    String other = write("other", "other");
    assertThat(verify("--agent-key", agentKey, "--material", other)).isEqualTo(1);
    assertThat(err.toString())
        .contains("✗ wrapped bytes", "1 of 3 checks failed: do not rely on the offline record of ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void recordOfAnotherAgentExitsWith1() throws IOException {
    String other = write("other.pem", new OfflineSample().agent.verificationKey().pem());
    assertThat(verify("--agent-key", other)).isEqualTo(1);
    assertThat(err.toString())
        .endsWith("This is not an offline record of that agent; nothing else was checked.\n");
  }

  @Test
  void printsJson() {
    assertThat(verify("--agent-key", agentKey, "--json")).isZero();
    assertThat(out.toString())
        .startsWith("{\"holds\":true,\"sha256\":\"")
        .contains(
            "\"offline\":true,\"checks\":[{\"subject\":\"AGENT_SIGNATURE\",\"outcome\":\"HOLDS\"")
        .contains("{\"subject\":\"WRAPPED_BYTES\",\"outcome\":\"NOT_APPLICABLE\"");
  }

  @Test
  void offlineRecordInPlaceOfACeremonyRecord() {
    assertThat(verify("--agent-key", agentKey, "--cloud-key", agentKey)).isEqualTo(2);
    assertThat(err.toString()).contains("expected a ceremony record, found an offline record");
    assertThat(verify("--agent-key", agentKey, "--previous", record)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void ceremonyRecordWithTheOptionsOfAnOfflineRecord() throws IOException {
    record = write("record.jws", new RecordSample().imported());
    assertThat(verify("--agent-key", agentKey)).isEqualTo(2);
    assertThat(err.toString()).contains("expected --cloud-key with a ceremony record");
    err.getBuffer().setLength(0);
    assertThat(verify("--agent-key", agentKey, "--cloud-key", agentKey, "--material", material))
        .isEqualTo(2);
    assertThat(err.toString()).contains("expected --material only with an offline record");
  }

  @Test
  void wrappedKeyThatCannotBeOne() throws IOException {
    for (String file : List.of(directory + "/none", write("empty", ""), "/dev/zero")) {
      err.getBuffer().setLength(0);
      assertThat(verify("--agent-key", agentKey, "--material", file)).isEqualTo(2);
      assertThat(err.toString()).contains("expected a wrapped key of 1 to 6144 bytes, found ");
    }
  }

  @Test
  void isShownAsTextAndNotAsAPage() {
    assertThat(execute("record", "show", record)).isZero();
    assertThat(out.toString())
        .startsWith(
            "NOT VERIFIED: this shows what the record says. To verify it:\n  keyferry-agent record verify %s --agent-key agent-key.pem\n"
                .formatted(record))
        .contains("\nHow it left\n");
    Path page = directory.resolve("page.html");
    assertThat(execute("record", "show", record, "--html", page.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("expected a ceremony record for --html");
    assertThat(page).doesNotExist();
  }

  private int verify(String... options) {
    List<String> words = new ArrayList<>(List.of("record", "verify", record));
    words.addAll(List.of(options));
    return execute(words.toArray(String[]::new));
  }

  private int execute(String... words) {
    return AgentMain.execute(
        (section, guard) -> {
          throw new IllegalStateException("no token is needed");
        },
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        words);
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }
}
