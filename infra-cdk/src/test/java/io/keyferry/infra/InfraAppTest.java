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
  void settingsAtFaultAreToldOneByOneAndWithoutAStackTrace() throws IOException {
    Files.writeString(
        folder.resolve("cdk.context.json"), "{\"keyferry\": {\"agents\": 1, \"x\": 2}}");

    assertThat(run()).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            """
            infra-cdk: cdk.context.json:
              keyferry.agents: expected an object with 1 to 8 agents by their names, found 1
              keyferry.x: expected one of agents, certificateAuthority, certificateAuthorityFile,\
             accounts, wrappingAlgorithms, wrappingKeySpecs, keySpecs, alarmEmail, jobLifetime,\
             keepFailed, logRetentionDays, tracing, expiryWarningDays, found no such property
            """);
  }

  @Test
  void aFileThatIsNoJsonIsTold() throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), "{\"keyferry\": }");

    assertThat(run()).isEqualTo(2);
    assertThat(said())
        .startsWith("infra-cdk: cdk.context.json:\n  expected a JSON object, found that ")
        .doesNotContain("\tat ");
  }

  @Test
  void aPropertyThatComesTwiceIsTold() throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), "{\"keyferry\": {}, \"keyferry\": {}}");

    assertThat(run()).isEqualTo(2);
    assertThat(said()).contains("Duplicate field 'keyferry'");
  }

  @Test
  void moreThanOneArgumentIsOneTooMany() {
    assertThat(run("a", "b")).isEqualTo(2);
    assertThat(said()).contains("expected [--settings FILE] [DIR], found 'a b'");
  }

  @Test
  void settingsThatAreNamedAreReadInPlaceOfTheDeployments() throws IOException {
    Files.writeString(folder.resolve("cdk.context.json"), "{\"keyferry\": {\"agents\": 1}}");
    Files.writeString(folder.resolve("other.json"), "{\"keyferry\": {\"agents\": 2}}");

    assertThat(run("--settings", "other.json", "out")).isEqualTo(2);
    assertThat(said()).startsWith("infra-cdk: other.json:\n").contains("found 2");
  }

  private int run(String... arguments) {
    return new InfraApp(folder, Map.of(), new PrintStream(err, true, UTF_8))
        .run(List.of(arguments));
  }

  private String said() {
    return err.toString(UTF_8);
  }
}
