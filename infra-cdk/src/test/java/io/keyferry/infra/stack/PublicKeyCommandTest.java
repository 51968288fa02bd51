package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import io.keyferry.infra.settings.Pems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicKeyCommandTest {

  @TempDir Path folder;

  @Test
  void writesTheKeyAsPemAndPrintsItWithTheDigestOfItsDer() throws Exception {
    String pem = Pems.of("hsm-1");
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    String command =
        Synthesized.of(SampleSettings.twoAgents()).output("CloudPublicKeyCommand").asText();
    assertThat(command)
        .startsWith(
            "der=$(aws kms get-public-key --region ${AWS::Region} --key-id ${SigningKey.Arn}");

    String printed =
        run(
            "aws() { echo '%s'; }; %s"
                .formatted(
                    base64,
                    command.replace("${AWS::Region}", "r").replace("${SigningKey.Arn}", "k")));

    assertThat(Files.readString(folder.resolve("cloud-key.pem"))).isEqualTo(pem);
    assertThat(printed).isEqualTo(pem + sha256(Base64.getDecoder().decode(base64)) + "  -\n");
  }

  private String run(String script) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(output).isZero();
    return output;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
