package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.cli.option.Confirmation;
import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.ConfigReader;
import io.keyferry.agent.job.queue.HttpProxy;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.testing.DocumentExamples.Block;
import io.keyferry.model.testing.DocumentExamples.Command;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.MissingParameterException;

/** The commands of the agent, its configuration and its output in the documents. */
class DocumentExamplesTest {

  private static final Path ROOT = DocumentExamples.repository();
  private static final Path UNITS = Path.of("src/main/package/root/usr/lib/systemd/system");
  private static final Path VECTORS = ROOT.resolve("spec/vectors");
  private static final TokenOpener NO_TOKEN =
      (section, guard) -> {
        throw new AssertionError("no token is needed");
      };

  @TempDir private Path folder;

  @Test
  void everyCommandIsOneThatTheAgentTakes() {
    Stream.concat(
            DocumentExamples.commands("keyferry-agent").stream(),
            DocumentExamples.commands("./keyferry", "agent").stream()
                .map(command ->
                    new Command(command.where(), command.complete(), command.arguments())))
        .filter(command -> command.words().size() > 1)
        .forEach(DocumentExamplesTest::parse);
  }

  /** A command in a sentence may leave out what is required, but names nothing unknown. */
  private static void parse(Command command) {
    try {
      AgentMain.commands(NO_TOKEN, Confirmation.ofProcess())
          .parseArgs(command.arguments().toArray(String[]::new));
    } catch (MissingParameterException e) {
      assertThat(command.complete()).as(command + ": " + e.getMessage()).isFalse();
    }
  }

  @Test
  void theCommandsForTheTestVectorsSucceed() {
    List<Command> commands =
        DocumentExamples.commands("keyferry-agent").stream()
            .filter(command -> command.where().startsWith("spec/README.md"))
            .toList();
    assertThat(commands).hasSizeGreaterThan(1);
    for (Command command : commands) {
      run(
          command.arguments().stream()
              .map(word -> word.startsWith("spec/") ? ROOT.resolve(word).toString() : word)
              .toList());
    }
  }

  @Test
  void anAuditorSeesWhatTheDocumentShows() {
    Block block = DocumentExamples.block("console verify");
    Map<String, Path> files =
        Map.of(
            "operation.json", VECTORS.resolve("ceremony-records/import-1.json"),
            "cloud.pem", VECTORS.resolve("cloud.pem"),
            "agent.pem", VECTORS.resolve("agent.pem"),
            "/etc/keyferry/agent.pem", VECTORS.resolve("agent.pem"),
            "/var/lib/keyferry/audit", VECTORS.resolve("audit-log"),
            "record.html", folder.resolve("record.html"));
    List<String> printed =
        block.commands().stream()
            .filter(command -> command.isOf("keyferry-agent"))
            .map(command ->
                command.arguments().stream()
                    .map(word -> files.getOrDefault(word, Path.of(word)).toString())
                    .toList())
            .flatMap(arguments -> run(arguments).lines())
            .toList();

    assertThat(block.output().stream().filter(line -> !line.equals("…")))
        .hasSizeGreaterThan(3)
        .allSatisfy(shown ->
            assertThat(printed)
                .anySatisfy(line -> assertThat(line).matches(DocumentExamples.shown(shown))));
    assertThat(folder.resolve("record.html")).isNotEmptyFile();
  }

  private static String run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(
            AgentMain.execute(
                NO_TOKEN,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new)))
        .as("%s: %s", arguments, err)
        .isZero();
    return out.toString();
  }

  @Test
  void everyConfigurationIsReadByTheAgent() throws Exception {
    for (Block block : DocumentExamples.blocks("yaml agent.yml")) {
      ConfigFile.min(folder);
      Files.writeString(folder.resolve("cloud-key.pem"), ConfigFile.PEM);
      String yaml =
          block
              .text()
              .replaceFirst("(?m)^  library: .*$", "  library: " + folder.resolve("library.so"))
              .replace("/var/lib/keyferry", folder.toString());
      AgentConfig config = ConfigReader.read(ConfigFile.write(folder, yaml + "\n"), Map.of());
      assertThat(config.token().settings().label()).as(block.where()).isEqualTo("my-partition");
    }
  }

  @Test
  void theProxyOfTheServiceIsOneThatTheAgentUses() {
    Map<String, String> environment =
        DocumentExamples.block("ini proxy").lines().stream()
            .filter(line -> line.startsWith("Environment="))
            .map(line -> line.split("=", 3))
            .collect(Collectors.toMap(parts -> parts[1], parts -> parts[2]));

    assertThat(HttpProxy.of(_ -> null, environment))
        .hasValueSatisfying(proxy -> {
          assertThat(proxy.host()).isEqualTo("proxy.example.com");
          assertThat(proxy.port()).isEqualTo(3128);
          assertThat(proxy.direct()).anyMatch(host -> host.matcher("localhost").matches());
        });
    assertThat(environment).hasSize(2);
  }

  @Test
  void everyCommandOfSystemdNamesAUnitOfThePackage() {
    List<String> units =
        Stream.of("systemctl", "journalctl")
            .flatMap(program -> DocumentExamples.commands(program).stream())
            .flatMap(command -> command.arguments().stream())
            .map(word -> word.replaceFirst("^--unit=", ""))
            .filter(word -> word.startsWith("keyferry"))
            .toList();
    assertThat(units)
        .contains("keyferry-agent", "keyferry-agent-doctor")
        .allMatch(unit -> Files.exists(UNITS.resolve(unit + ".service")));
  }
}
