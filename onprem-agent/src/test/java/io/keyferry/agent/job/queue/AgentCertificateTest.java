package io.keyferry.agent.job.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCertificateTest {

  private static final Instant END = Instant.parse("2036-11-23T09:45:00Z");
  private static final String HELPER = "/usr/local/bin/aws_signing_helper credential-process";

  @TempDir private Path folder;

  private Path certificate(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream pem =
        Objects.requireNonNull(
            AgentCertificateTest.class.getResourceAsStream("agent-certificate.pem"))) {
      Files.copy(pem, file);
    }
    return file;
  }

  @Test
  void expiresWhenTheOneOfTheSigningHelperDoes() throws Exception {
    String process = HELPER + " --certificate %s --private-key /k".formatted(certificate("a.pem"));
    assertThat(AgentCertificate.of(process).expiry()).contains(END);
  }

  @Test
  void pathMayContainABlank() throws Exception {
    String process = HELPER + " --certificate \"%s\"".formatted(certificate("a b.pem"));
    assertThat(AgentCertificate.of(process).expiry()).contains(END);
  }

  @Test
  void isUnknownIfItIsMissingOrUnreadable() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "no certificate");
    assertThat(AgentCertificate.of("/bin/print-credentials").expiry()).isEmpty();
    assertThat(AgentCertificate.of(HELPER + " --certificate /no/such").expiry()).isEmpty();
    assertThat(AgentCertificate.of(HELPER + " --certificate " + text).expiry()).isEmpty();
  }
}
