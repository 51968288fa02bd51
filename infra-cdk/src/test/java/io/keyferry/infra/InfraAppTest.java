package io.keyferry.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong before anything is synthesized. */
class InfraAppTest {

  @TempDir Path home;
  private Path folder = Path.of("");
  private Path jar = Path.of("");
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void layOut() throws IOException {
    folder = Files.createDirectories(home.resolve("infra-cdk"));
    jar = home.resolve("cloud-lambda/target/keyferry-lambda.jar");
    Files.createDirectories(jar.resolveSibling(""));
    Files.createFile(jar);
  }

  @Test
  void withoutTheFunctionsItSaysHowTheyAreBuilt() throws IOException {
    Files.delete(jar);

    assertThat(run()).isEqualTo(2);
    assertThat(said())
        .contains("no ")
        .contains("keyferry-lambda.jar: './keyferry synth' builds it");
  }

  @Test
  void invalidSettingsAreReportedOneByOneAndWithoutAStackTrace() throws IOException {
    Files.writeString(
        folder.resolve("cdk.context.json"), "{\"keyferry\": {\"agents\": 1, \"x\": 2}}");

    assertThat(run()).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            """
            infra-cdk: cdk.context.json:
              keyferry.agents: expected an object with 1 to 8 agents by their names, found 1
              keyferry.x: expected one of agents, certificateAuthority, certificateAuthorityFile,\
             accounts, wrappingAlgorithms, wrappingKeySpecs, keySpecs, jobLifetime, tagKeys,\
             allowEvenIfDisabled, alarmEmail, keepFailed, logRetentionDays, tracing,\
             reservedConcurrency, lambdaConcurrencyLimit, expiryWarningDays, found 'x'
            """);
  }

  @Test
  void aFileThatIsNoJsonIsReportedWithTheLine() throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), "{\n  \"keyferry\": {\n  },\n}\n");

    assertThat(run()).isEqualTo(2);
    assertThat(said())
        .startsWith(
            "infra-cdk: cdk.context.json:\n  expected a JSON object with the property keyferry, found in line 4, column 1: ")
        .doesNotContain("\tat ");
  }

  @Test
  void aPemThatIsPastedWithItsLineBreaksIsReportedWithTheCure() throws IOException {
    Files.writeString(
        folder.resolve("cdk.context.json"),
        "{\"keyferry\": {\"certificateAuthority\": \"-----BEGIN CERTIFICATE-----\nMIIB\"}}");

    assertThat(run()).isEqualTo(2);
    assertThat(said())
        .contains(
            "found in line 1, column ",
            "Write each line break of a PEM as \\n, or name its file with publicKeyFile or certificateAuthorityFile");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|an empty file",
        "null|another JSON value",
        "[]|another JSON value",
        "{\"keyferry\": {}} {}|in line 1, column 18: ",
      })
  void aFileWithoutAnObjectIsReported(String text, String found) throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), text);

    assertThat(run()).isEqualTo(2);
    assertThat(said())
        .startsWith(
            "infra-cdk: cdk.context.json:\n  expected a JSON object with the property keyferry, found "
                + found);
  }

  @Test
  void aFileThatCannotBeReadIsReportedWithoutTheNameOfAJavaClass() throws IOException {
    Files.write(folder.resolve("cdk.context.json"), new byte[] {'{', (byte) 0xff, '}'});

    assertThat(run()).isEqualTo(2);
    assertThat(said()).endsWith(", found bytes that are not UTF-8\n");
    err.reset();
    assertThat(run("--settings", "none.json")).isEqualTo(2);
    assertThat(said()).startsWith("infra-cdk: none.json:").endsWith(", found no such file\n");
  }

  @Test
  void aPropertyThatComesTwiceIsReported() throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), "{\"keyferry\": {}, \"keyferry\": {}}");

    assertThat(run()).isEqualTo(2);
    assertThat(said()).contains("Duplicate field 'keyferry'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "--settings", "out --settings", "--settings file out more"})
  void argumentsThatItDoesNotTake(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(said())
        .isEqualTo("infra-cdk: expected [--settings FILE] [DIR], found '" + arguments + "'\n");
  }

  @Test
  void settingsThatAreNamedAreReadInPlaceOfTheDeployments() throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), "{\"keyferry\": {\"agents\": 1}}");
    Files.writeString(folder.resolve("other.json"), "{\"keyferry\": {\"agents\": 2}}");

    assertThat(run("--settings", "other.json", "out")).isEqualTo(2);
    assertThat(said()).startsWith("infra-cdk: other.json:\n").contains("found 2");
  }

  @ParameterizedTest
  @CsvSource({
    "CDK_DEFAULT_REGION, cn-north-1, aws-cn",
    "AWS_REGION, cn-northwest-1, aws-cn",
    "AWS_DEFAULT_REGION, eusc-de-east-1, aws-eusc",
    "AWS_REGION, us-iso-east-1, aws-iso",
    "AWS_REGION, us-isob-east-1, aws-iso-b",
    "AWS_REGION, us-isof-south-1, aws-iso-f",
    "AWS_REGION, eu-isoe-west-1, aws-iso-e",
  })
  void aRegionOfAPartitionThatIsNotServed(String variable, String region, String partition) {
    assertThat(run(Map.of(variable, region))).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            "infra-cdk: expected a Region of a partition that KeyFerry serves (aws, aws-us-gov),"
                + " found %s (%s): deploy in another Region\n".formatted(region, partition));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-central-1", "us-gov-west-1", "mx-central-1"})
  void aRegionOfAPartitionThatIsServed(String region) throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), "{\"keyferry\": {\"agents\": 1}}");

    assertThat(run(Map.of("AWS_REGION", region))).isEqualTo(2);
    assertThat(said()).startsWith("infra-cdk: cdk.context.json:");
  }

  @Test
  void theRegionThatTheCdkCliDeploysToCountsBeforeTheOthers() throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), "{\"keyferry\": {\"agents\": 1}}");

    run(Map.of("CDK_DEFAULT_REGION", "eu-west-1", "AWS_REGION", "cn-north-1"));

    assertThat(said()).startsWith("infra-cdk: cdk.context.json:");
  }

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return new InfraApp(folder, environment, new PrintStream(err, true, UTF_8))
        .run(List.of(arguments));
  }

  private String said() {
    return err.toString(UTF_8);
  }
}
