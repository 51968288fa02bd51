package io.keyferry.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.run.KmsOfRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The options of {@code ./keyferry local} for the KMS emulator. */
class LocalCommandTest {

  @Command
  private static final class Holder {
    @Mixin private KmsOptions kms = new KmsOptions();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--regions us-west-2,eu-west-1|expected --regions to begin with eu-west-1, where the cloud"
            + " half runs, found us-west-2: put eu-west-1 first, or add --kms-only",
        "--regions eu-west-1,cn-north-1|--regions: expected an AWS Region of the partitions aws and"
            + " aws-us-gov, the only ones that the emulator supports, found 'cn-north-1 of partition"
            + " aws-cn'",
        "--regions eu-west-1,us-gov-west-1|--regions: expected at least one Region, all of"
            + " one partition, found 'eu-west-1, us-gov-west-1'",
        "--regions eu-west-1,eu-west-1|--regions: expected each Region once, found"
            + " 'eu-west-1, eu-west-1'",
        "--regions eu-west-9|--regions: expected an AWS Region of the partitions aws and"
            + " aws-us-gov, the only ones that the emulator supports, found 'eu-west-9'",
        "--regions eu-west-1,,us-west-2|--regions: expected an AWS Region",
        "--kms-only --regions us-iso-east-1|--regions: expected an AWS Region of the partitions aws"
            + " and aws-us-gov, the only ones that the emulator supports, found 'us-iso-east-1 of partition"
            + " aws-iso'",
        "--rotation-seconds -1|expected --rotation-seconds between 0 and 86400, found -1",
        "--rotation-seconds 86401|expected --rotation-seconds between 0 and 86400, found 86401",
        "--rotation-seconds soon|Invalid value for option '--rotation-seconds': expected a whole number, found 'soon'",
        "--port 4599|expected --port with --kms-only, found it without",
        "--kms-only --port any|Invalid value for option '--port': expected a whole number, found 'any'",
        "--kms-only --port 65536|expected --port between 0 and 65535, found 65536",
        "--kms-only --no-agent|expected --kms-only without --no-agent and --library",
      })
  void conflictingOptionsAreRefusedWithASentence(String options, String sentence) {
    StringWriter errors = new StringWriter();
    CommandLine command = LocalMain.commands().setErr(new PrintWriter(errors));

    assertThat(command.execute(("local " + options).split(" "))).isEqualTo(2);
    assertThat(errors.toString()).startsWith(sentence);
  }

  @Test
  void theUsualIsOneRegionWithRecordedTimes() {
    assertThat(options()).isEqualTo(KmsOfRun.usual());
    assertThat(options().setup().times().rotation()).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void regionsAndRotationTimeAreApplied() {
    KmsOfRun kms = options("--regions", "us-east-1,us-west-2", "--rotation-seconds", "3");

    assertThat(kms)
        .isEqualTo(
            new KmsOfRun(
                false, List.of("us-east-1", "us-west-2"), Optional.of(Duration.ofSeconds(3))));
    assertThat(kms.setup().otherRegions()).containsExactly("us-west-2");
    assertThat(kms.setup().times().rotation()).isEqualTo(Duration.ofSeconds(3));
  }

  private static KmsOfRun options(String... words) {
    Holder holder = new Holder();
    CommandLine command = new CommandLine(holder);
    command.parseArgs(words);
    return holder.kms.checked(command);
  }
}
