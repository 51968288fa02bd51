package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.record.RecordFile;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordVerifyCommandTest {

  @TempDir Path directory;

  private final RecordSample sample = new RecordSample();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path record = Path.of("");
  private Path cloudKey = Path.of("");
  private Path agentKey = Path.of("");

  @BeforeEach
  void writeRecordAndKeys() throws IOException {
    record = write("record.jws", sample.imported() + "\n");
    cloudKey = write("cloud.pem", sample.cloud.verificationKey().pem());
    agentKey = write("agent.pem", sample.agent.verificationKey().pem());
  }

  @Test
  void validRecordExitsWith0AndReportsEachCheck() {
    assertThat(verify()).isZero();
    assertThat(out.toString())
        .startsWith(
            "✓ cloud's signature      key %s signed this record\n"
                .formatted(sample.cloud.verificationKey().thumbprint()))
        .contains(
            "\n– place in the chain     number 3: to check that number 2 is the previous record, use --previous\n")
        .contains(
            "\n✓ wrapped bytes          KMS was sent what the HSM wrapped: SHA-256 "
                + RecordSample.WRAPPED
                + "\n")
        .endsWith(
            "\n\nAll 12 checks hold: record 3, import %s, IMPORTED, is as the cloud and the agent signed it.\n"
                .formatted(RecordSample.IMPORT))
        .doesNotContain("✗");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theAnswerOfReadImportsIsComparedWithTheRecordInIt() throws IOException {
    write("record.jws", RecordSample.answer(sample.imported(), "SUCCEEDED"));
    assertThat(verify()).isZero();
    assertThat(out.toString())
        .contains(
            "✓ answer of ReadImports  its operationId, keyArn and state are those of the record");
  }

  @Test
  void recordOfFailedShownAsImported() throws IOException {
    write("record.jws", RecordSample.answer(sample.refused(), "SUCCEEDED"));
    assertThat(verify()).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "✗ answer of ReadImports  expected the state FAILED, found SUCCEEDED: the unsigned response around the record was changed")
        .contains(" checks failed: do not rely on record 3, import ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anAgentThatNeverAnsweredExitsWith0() throws IOException {
    write("record.jws", sample.failed(FailureCode.TOO_MANY_ATTEMPTS, Optional.empty()));
    assertThat(verify()).isZero();
    assertThat(out.toString())
        .contains("– agent's signature      the import ended without an answer from the agent")
        .endsWith("is as the cloud signed it; the agent signed no part of it.\n");
  }

  @Test
  void recordSignedByAnotherCloud() throws IOException {
    write("cloud.pem", EcSigner.create().verificationKey().pem());
    assertThat(verify()).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("✗ cloud's signature      expected the signer ")
        .endsWith("\nThis is not a record of that cloud key; nothing else was checked.\n");
  }

  @Test
  void swappedKeysAreReportedAsSwapped() throws IOException {
    write("cloud.pem", sample.agent.verificationKey().pem());
    write("agent.pem", sample.cloud.verificationKey().pem());
    assertThat(verify()).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            ": the key that was named as the agent's signed it; swap the two keys\n",
            "This is not a record of that cloud key; nothing else was checked.");
  }

  @Test
  void recordWithItsPredecessor() throws IOException {
    String before = sample.imported("\"number\":3", "\"number\":2");
    Path previous = write("previous.jws", before + "\n");
    assertThat(verify("--previous", previous.toString())).isEqualTo(1);
    write(
        "record.jws",
        sample.imported(
            RecordSample.sha256("the record before").hex(), RecordSample.sha256(before).hex()));
    assertThat(verify("--previous", previous.toString())).isZero();
    assertThat(out.toString())
        .contains("✓ place in the chain     number 3, directly after the previous record");
  }

  @Test
  void printsJson() throws IOException {
    assertThat(verify("--json")).isZero();
    assertThat(out.toString())
        .startsWith(
            "{\"holds\":true,\"sha256\":\"%s\",\"recordId\":\"%s\",\"number\":3,\"state\":\"IMPORTED\",\"checks\":[{\"subject\":\"CLOUD_SIGNATURE\",\"outcome\":\"HOLDS\",\"sentence\":\""
                .formatted(RecordFile.read(record).sha256(), RecordSample.IMPORT));
    out.getBuffer().setLength(0);
    write("cloud.pem", EcSigner.create().verificationKey().pem());
    assertThat(verify("--json")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("{\"holds\":false,")
        .contains("\"checks\":[{\"subject\":\"CLOUD_SIGNATURE\",\"outcome\":\"FAILS\"")
        .doesNotContain("recordId");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatCannotBeReadExitsWith2() throws IOException {
    assertThat(execute("record")).isEqualTo(2);
    assertThat(execute("record", "verify", record.toString())).isEqualTo(2);
    record = directory.resolve("none");
    assertThat(verify()).isEqualTo(2);
    record = directory;
    assertThat(verify()).isEqualTo(2);
    record = write("short", "no record");
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString())
        .contains("--cloud-key", "--agent-key")
        .contains("none has a violation:\n  expected a file with a ceremony record, found ")
        .contains("found '9 bytes: no record'");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void oversizedFile() throws IOException {
    record = write("large", "a".repeat(RecordFile.MAX_BYTES + 1));
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString()).contains("expected a ceremony record in at most 1048576 bytes");
  }

  @Test
  void privateKeyIsNotRepeatedOnTheTerminal() throws IOException {
    write("agent.pem", "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----\n");
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected an EC P-256 public key as PEM")
        .contains("found 67 bytes, beginning with '-----BEGIN PRIVATE KEY-----'")
        .doesNotContain("MIGH");
    write("agent.pem", "MIGHAgEAMBMG");
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString()).contains("found 12 bytes, not PEM").doesNotContain("MIGH");
  }

  /** The whole output of enrol is what an administrator has at hand. */
  @Test
  void outputOfEnrolIsReportedAsLongerThanTheKey() throws IOException {
    VerificationKey key = EcSigner.create().verificationKey();
    write("agent.pem", key.pem() + key.jwk() + "\n" + key.thumbprint() + "\n");
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "characters that go on after -----END PUBLIC KEY----- (keep only the lines up to it)");
  }

  @Test
  void reasonThatForgesALineOnTheTerminal() throws IOException {
    String reason = "x\\n✓ all is well\\u001b[2J\\u202e";
    write("record.jws", sample.refused("an account of the policy", reason));
    assertThat(verify()).isEqualTo(1);
    assertThat(err.toString())
        .contains("found 'expected x\\u000A✓ all is well\\u001B[2J\\u202E'")
        .doesNotContain("\n✓ all is well");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private int verify(String... more) {
    String[] args = {
      "record",
      "verify",
      record.toString(),
      "--cloud-key",
      cloudKey.toString(),
      "--agent-key",
      agentKey.toString()
    };
    return execute(Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private int execute(String... args) {
    TokenOpener none =
        (section, guard) -> {
          throw new AssertionError("no token is needed");
        };
    return AgentMain.execute(none, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
