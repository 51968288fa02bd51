package io.keyferry.kmsemulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.KmsEmulator;
import io.keyferry.kmsemulator.KmsEmulatorSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

@Timeout(120)
class KmsEmulatorMainTest {

  @Command
  private static final class Holder {
    @Mixin private EmulatorOptions options = new EmulatorOptions();
  }

  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--regions eu-west-1,cn-north-1|--regions: expected an AWS Region of the partitions aws and"
            + " aws-us-gov, the only ones that the emulator supports, found 'cn-north-1 of partition"
            + " aws-cn'",
        "--regions eu-west-1,us-gov-west-1|--regions: expected at least one Region, all of"
            + " one partition, found 'eu-west-1, us-gov-west-1'",
        "--regions eu-west-1,eu-west-1|--regions: expected each Region once, found"
            + " 'eu-west-1, eu-west-1'",
        "--regions eu-west-9|--regions: expected an AWS Region",
        "--rotation-seconds -1|expected --rotation-seconds between 0 and 86400, found -1",
        "--rotation-seconds 86401|expected --rotation-seconds between 0 and 86400, found 86401",
        "--port 65536|expected --port between 0 and 65535, found 65536",
        "--account 12345|expected --account of twelve digits, found 12345",
        "--region eu-west-1|Unknown options: '--region', 'eu-west-1'",
      })
  void optionsOutOfRangeAreRefusedWithASentence(String options, String sentence) {
    CommandLine command = KmsEmulatorMain.command().setErr(new PrintWriter(errors));

    assertThat(command.execute(options.split(" ", -1))).isEqualTo(2);
    assertThat(errors.toString()).startsWith(sentence);
  }

  @Test
  void aTakenPortIsReported() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandLine command = KmsEmulatorMain.command().setErr(new PrintWriter(errors));

      assertThat(command.execute("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
      assertThat(errors.toString())
          .startsWith("expected port %d to be free, found: ".formatted(taken.getLocalPort()));
    }
  }

  @Test
  void theDefaultIsOneRegionWithRecordedTimes() {
    KmsEmulatorSettings settings = settings();

    assertThat(settings.regions()).containsExactly("eu-west-1");
    assertThat(settings.behavior().times().rotation()).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void multiRegionKeysWorkBetweenTheRegions() throws IOException {
    KmsEmulatorSettings settings =
        settings("--regions", "us-east-1,us-west-2", "--rotation-seconds", "0");
    try (KmsEmulator kms = KmsEmulator.start(settings);
        KmsClient east = client(kms.endpoint(), "us-east-1");
        KmsClient west = client(kms.endpoint(), "us-west-2")) {
      String key = east.createKey(r -> r.multiRegion(true)).keyMetadata().keyId();
      east.replicateKey(r -> r.keyId(key).replicaRegion("us-west-2"));

      assertThat(west.describeKey(r -> r.keyId(key)).keyMetadata().arn())
          .startsWith("arn:aws:kms:us-west-2:");
      assertThat(KmsEmulatorMain.hints(kms, settings.regions()))
          .contains("KMS emulator (for tests) at " + kms.endpoint() + ", in us-east-1, us-west-2")
          .anySatisfy(line -> assertThat(line).contains("AWS_DEFAULT_REGION=us-east-1"));
    }
  }

  @Test
  void theProgramServesKmsUntilItIsStopped() throws Exception {
    Process program =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    KmsEmulatorMain.class.getName(),
                    "--port",
                    "0",
                    "--regions",
                    "eu-north-1"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
      String first = output.readLine();
      assertThat(first).endsWith(", in eu-north-1");
      URI endpoint =
          URI.create(first.substring(first.indexOf("http://"), first.indexOf(", in eu-north-1")));
      try (KmsClient client = client(endpoint, "eu-north-1")) {
        assertThat(client.createKey().keyMetadata().arn()).startsWith("arn:aws:kms:eu-north-1:");
      }
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  private static KmsEmulatorSettings settings(String... words) {
    Holder holder = new Holder();
    CommandLine command = new CommandLine(holder);
    command.parseArgs(words);
    return holder.options.settings(command, "111122223333");
  }

  private static KmsClient client(URI endpoint, String region) {
    return KmsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
