package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.login.TokenOpener;
import io.keyferry.evidence.testing.RecordSample;
import io.keyferry.model.message.FailureCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordShowCommandTest {

  private static final String[] GROUPS = {
    "What was done",
    "Who asked",
    "The key in the HSM",
    "The key in KMS",
    "How it traveled",
    "Software",
    "Signatures"
  };

  @TempDir Path directory;

  private final RecordSample sample = new RecordSample();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysFirstThatItDoesNotVerifyAndHowToVerify() throws IOException {
    Path record = write("record.jws", sample.imported());
    assertThat(show(record)).isZero();
    assertThat(out.toString().lines().limit(2))
        .containsExactly(
            "NOT VERIFIED: this shows what the record says. To verify it:",
            "  keyferry-agent record verify %s --cloud-key cloud-key.pem --agent-key agent-key.pem"
                .formatted(record));
  }

  @Test
  void showsEveryGroupAndFact() throws IOException {
    assertThat(show(write("record.jws", sample.imported()))).isZero();
    assertThat(out.toString().lines()).contains(GROUPS);
    assertThat(out.toString())
        .containsPattern("  Outcome +IMPORTED\n")
        .containsPattern("  Requested +2026-11-23T09:30:00.000Z\n")
        .containsPattern("  Record number +3\n")
        .containsPattern("  Principal +arn:aws:iam::123456789012:role/key-custodian\n")
        .containsPattern("  Serial number +1334054167318\n")
        .containsPattern("  Key check value +fa5489fb45\n +AES_CMAC: ")
        .containsPattern("  Attributes that are true +CKA_DECRYPT .* CKA_WRAP\n")
        .containsPattern("  Attributes that are false +CKA_NEVER_EXTRACTABLE\n")
        .containsPattern("  CKA_OUID +5a0400002200000f2a0b0800\n")
        .containsPattern("  Key ARN +" + RecordSample.ARN + "\n")
        .containsPattern("  Request id of kms:ImportKeyMaterial +33333333-")
        .containsPattern("  Wrapping key, SHA-256 +" + RecordSample.WRAPPING_KEY)
        .containsPattern("  Mechanism in the HSM +CKM_RSA_PKCS_OAEP\n")
        .containsPattern("  Destroyed in the HSM +KMS's wrapping key, RSA 4096 bits")
        .containsPattern("  Cloud half +0.1.0, build 9f1c2d3e")
        .containsPattern("  Cloud's key +" + sample.cloud.verificationKey().thumbprint())
        .containsPattern("  Agent's key +" + sample.agent.verificationKey().thumbprint())
        .containsPattern("  Audit log, sequence +42\n");
  }

  @Test
  void saysForADirectInvocationWhereTheCallerIsNamed() throws IOException {
    show(
        write(
            "record.jws",
            sample.imported(
                "\"way\":\"HTTP_API\",\"principal\":\"arn:aws:iam::123456789012:role/key-custodian\"",
                "\"way\":\"DIRECT_INVOCATION\"")));
    assertThat(out.toString())
        .containsPattern(
            "  Way +DIRECT_INVOCATION\n +Lambda does not pass the caller's identity to a function. CloudTrail names the caller by the request id")
        .doesNotContain("Principal");
  }

  @Test
  void showsARefusalAndAnImportWithoutTheAgent() throws IOException {
    assertThat(show(write("refused.jws", sample.refused()))).isZero();
    assertThat(out.toString())
        .containsPattern("  Key +none was wrapped: the agent refused\n")
        .containsPattern("  Agent's refusal +POLICY\n");
    out.getBuffer().setLength(0);
    String failed = sample.failed(FailureCode.TOO_MANY_ATTEMPTS, Optional.empty());
    assertThat(show(write("failed.json", RecordSample.answer(failed, "FAILED")))).isZero();
    assertThat(out.toString())
        .containsPattern("  Failure +TOO_MANY_ATTEMPTS\n")
        .containsPattern("  Key +unknown: the record has no statement from the agent\n");
  }

  @Test
  void writesAPageForOthersWithoutThisMachinesFolders() throws IOException {
    Path page = directory.resolve("page.html");
    Path record = write("the record.jws", sample.imported());
    assertThat(show(record, "--html", page.toString())).isZero();
    assertThat(Files.readString(page))
        .contains(GROUPS)
        .contains("<html lang=\"en\">", "<title>Ceremony record " + RecordSample.IMPORT)
        .contains("keyferry-agent record verify &#39;the record.jws&#39; --cloud-key")
        .contains("AWS KMS holds the plaintext of the key inside its own HSMs")
        .doesNotContain(directory.toString(), "<script", "<img", "<link", "href=", "src=", "url(");
    assertThat(out.toString()).startsWith("NOT VERIFIED: ").contains("Written: " + page);
  }

  @Test
  void neverOverwritesAFile() throws IOException {
    Path taken = write("page.html", "an auditor's notes");
    assertThat(show(write("record.jws", sample.imported()), "--html", taken.toString()))
        .isEqualTo(2);
    assertThat(Files.readString(taken)).isEqualTo("an auditor's notes");
    assertThat(err.toString()).contains("page.html has a violation:\n  expected a new file");
  }

  @Test
  void scriptInALabel() throws IOException {
    String script = "<script>alert(1)</script><img src=x onerror='alert(2)'>\\\"&";
    Path record = write("record.jws", labelled(script));
    Path page = directory.resolve("page.html");
    assertThat(show(record, "--html", page.toString())).isZero();
    assertThat(Files.readString(page))
        .contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(2)&#39;&gt;&quot;&amp;")
        .doesNotContain("<script", "<img");
  }

  @Test
  void labelThatForgesALineOnTheTerminal() throws IOException {
    String forged = "x\\n  Outcome   FAILED\\u001b[2J\\u009b1m\\u202e\\u2028";
    assertThat(show(write("record.jws", labelled(forged)))).isZero();
    assertThat(out.toString())
        .contains("x\\u000A  Outcome   FAILED\\u001B[2J\\u009B1m\\u202E\\u2028\n")
        .doesNotContain("\n  Outcome   FAILED");
  }

  @Test
  void malformedRecordExitsWith2() throws IOException {
    assertThat(execute("record", "show")).isEqualTo(2);
    assertThat(show(directory.resolve("none"))).isEqualTo(2);
    assertThat(show(write("parts", "a.b.c"))).isEqualTo(2);
    assertThat(show(write("other.jws", sample.statement()))).isEqualTo(2);
    assertThat(err.toString())
        .contains("none has a violation:", "parts has a violation:", "other.jws has a violation:");
    assertThat(out.toString()).isEmpty();
  }

  private String labelled(String json) {
    return sample.record(
        Optional.of(
            sample.statement(
                "\"label\":\"keyferry " + RecordSample.IMPORT + "\"",
                "\"label\":\"" + json + "\"")));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private int show(Path record, String... more) {
    String[] args = new String[3 + more.length];
    args[0] = "record";
    args[1] = "show";
    args[2] = record.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return execute(args);
  }

  private int execute(String... args) {
    TokenOpener none =
        (section, guard) -> {
          throw new AssertionError("no token is needed");
        };
    return AgentMain.execute(none, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
