package io.keyferry.model;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.testing.DocumentExamples.Block;
import io.keyferry.model.testing.DocumentExamples.Command;
import io.keyferry.model.testing.SpecSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every example in a document is taken by a test, so that it stays true. */
class DocumentExamplesTest {

  private static final String SHARED = "shared-model/src/test/java/io/keyferry/model/";
  private static final String CLOUD =
      "cloud-lambda/src/test/java/io/keyferry/cloud/DocumentExamplesTest.java";
  private static final String AGENT = "onprem-agent/src/test/java/io/keyferry/agent/cli/";
  private static final String AGENT_CLI = AGENT + "DocumentExamplesTest.java";
  private static final String INFRA =
      "infra-cdk/src/test/java/io/keyferry/infra/DocumentExamplesTest.java";
  private static final String LOCAL =
      "testbed/local-cloud/src/test/java/io/keyferry/local/cli/DocumentExamplesTest.java";
  private static final String GATE =
      "testbed/local-cloud/src/test/java/io/keyferry/local/gate/DocumentExamplesTest.java";
  private static final String EMULATOR =
      "testbed/kms-emulator/src/test/java/io/keyferry/kmsemulator/cli/DocumentExamplesTest.java";
  private static final String ACCEPTANCE =
      "testbed/acceptance/src/test/java/io/keyferry/acceptance/";

  /** The form of a block, and the test that executes or compares it. */
  private static final Map<String, String> FORMS =
      Map.ofEntries(
          entry(DocumentExamples.SHELL, SHARED + "DocumentExamplesTest.java"),
          entry("sh hsm-host", ACCEPTANCE + "systemd/Guide.java"),
          entry("packages", SHARED + "testing/PackageDrawing.java"),
          entry("json request", CLOUD),
          entry("json refusal", CLOUD),
          entry("yaml agent.yml", AGENT_CLI),
          entry("yaml prometheus", AGENT + "WatchedAgentTest.java"),
          entry("yaml prometheus-rules", AGENT + "WatchedAgentTest.java"),
          entry("ini proxy", AGENT_CLI),
          entry("text wrong-user", AGENT + "AgentUserTest.java"),
          entry("text doctor", AGENT + "DoctorTest.java"),
          entry("text doctor-failure", AGENT + "DoctorTest.java"),
          entry("text wrap", AGENT + "WrapCommandTest.java"),
          entry("console verify", AGENT_CLI),
          entry("console synth", INFRA),
          entry("console local", LOCAL),
          entry("json statement", GATE),
          entry("text iam-call", GATE),
          entry("java junit", EMULATOR),
          entry("text demo", ACCEPTANCE + "endtoend/DemoIT.java"));

  /** There is nothing in it that a program prints or reads. */
  private static final String DRAWING = "text drawing";

  /** The program that a command begins with, and the test that takes the command. */
  private static final Map<String, String> PROGRAMS =
      Map.ofEntries(
          entry("mvn", SHARED + "DocumentExamplesTest.java"),
          entry("keyferry-agent", AGENT_CLI),
          entry("systemctl", AGENT_CLI),
          entry("journalctl", AGENT_CLI),
          entry("./keyferry", LOCAL),
          entry("aws lambda", CLOUD),
          entry("curl", CLOUD),
          entry("aws kms", EMULATOR),
          entry("aws cloudformation", INFRA),
          entry("output", INFRA),
          entry("npx", INFRA),
          entry("cp", INFRA),
          entry("java", EMULATOR));

  /** Programs of others with no name of ours in their arguments. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "apt",
          "aws cloudtrail",
          "base64",
          "cat",
          "cd",
          "echo",
          "export",
          "gh",
          "head",
          "install",
          "jq",
          "openssl",
          "read",
          "sh",
          "sha256sum",
          "sudoedit");

  @Test
  void everyBlockHasAFormThatATestTakes() {
    assertThat(DocumentExamples.blocks()).hasSizeGreaterThan(40);
    assertThat(
            DocumentExamples.blocks().stream()
                .filter(block -> !isTaken(block))
                .map(block ->
                    ("%s: no test takes the block ```%s. Give it one of the forms %s, or write a"
                            + " test that executes it and add its form to DocumentExamplesTest.FORMS")
                        .formatted(block.where(), block.form(), new TreeSet<>(FORMS.keySet()))))
        .isEmpty();
  }

  private static boolean isTaken(Block block) {
    return block.form().equals(DRAWING)
        || block.form().startsWith("packages ")
        || FORMS.containsKey(block.form());
  }

  @Test
  void everyCommandInABlockIsOfAProgramThatATestTakes() {
    List<Command> commands =
        DocumentExamples.blocks().stream()
            .filter(block -> block.form().matches("(sh|console)\\b.*"))
            .flatMap(block -> block.commands().stream())
            .toList();
    assertThat(commands).hasSizeGreaterThan(50);
    assertThat(
            commands.stream()
                .filter(command -> !PROGRAMS.containsKey(program(command)))
                .filter(command -> !OF_OTHERS.contains(program(command)))
                .map(command ->
                    ("%s: no test takes a command of '%s'. Write one that parses it and add the"
                            + " program to DocumentExamplesTest.PROGRAMS")
                        .formatted(command, program(command))))
        .isEmpty();
  }

  private static String program(Command command) {
    return String.join(
        " ", command.isOf("aws") ? command.words().subList(0, 2) : command.words().subList(0, 1));
  }

  @Test
  void everyTestOfAFormOrAProgramNamesIt() {
    FORMS.forEach((form, test) -> assertThat(source(test)).contains(form));
    PROGRAMS.forEach((program, test) ->
        assertThat(source(test)).contains("\"" + program.replace(" ", "\", \"") + "\""));
  }

  @Test
  void everyFormIsInADocument() {
    assertThat(
            DocumentExamples.blocks().stream()
                .map(block -> block.form().replaceFirst("^packages .*", "packages"))
                .collect(Collectors.toSet()))
        .containsAll(FORMS.keySet());
  }

  /**
   * A reader types the blocks of a document in one shell, which starts in the repository's root.
   */
  @Test
  void everyFileThatACommandNamesIsWhereTheReaderIsByThen() {
    Path root = DocumentExamples.repository();
    Map<String, Path> places = new HashMap<>();
    List<String> missed = new ArrayList<>();
    for (Block block : DocumentExamples.blocks(DocumentExamples.SHELL)) {
      for (Command command : block.commands()) {
        Path place = places.getOrDefault(block.document(), root);
        if (command.isOf("cd")) {
          places.put(block.document(), place.resolve(command.words().get(1)).normalize());
        }
        needed(command)
            .filter(file -> !Files.exists(place.resolve(file)))
            .forEach(file -> missed.add("%s: no %s in %s".formatted(command, file, place)));
      }
    }
    assertThat(missed).isEmpty();
  }

  private static Stream<String> needed(Command command) {
    if (command.isOf("npx")) {
      return Stream.of("cdk.json");
    }
    return command.words().stream()
        .map(word -> word.replaceFirst("^(fileb://(?!/)|@)", ""))
        .filter(word -> word.matches("\\./keyferry|cloud-lambda/.*|infra-cdk/.*\\.example\\.json"));
  }

  @Test
  void everyMavenCommandNamesModulesAndTestsThatExist() {
    Path root = DocumentExamples.repository();
    for (Command command : DocumentExamples.commands("mvn")) {
      List<String> modules = values(command, "-pl (\\S+)");
      assertThat(modules)
          .as(command.toString())
          .allMatch(module -> source("pom.xml").contains("<module>" + module + "</module>"));
      List<String> run = command.words().contains("-am") ? List.of("") : modules;
      for (String test : values(command, "-D(?:it\\.)?test=(\\S+)")) {
        assertThat(run).as(command.toString()).anyMatch(module -> has(root.resolve(module), test));
      }
    }
  }

  /** None is Maven's way to run no test. */
  private static boolean has(Path module, String test) {
    try (Stream<Path> files = Files.find(module, 20, (file, _) -> file.endsWith(test + ".java"))) {
      return test.equals("None") || files.findAny().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> values(Command command, String form) {
    return Pattern.compile(form)
        .matcher(String.join(" ", command.words()))
        .results()
        .flatMap(result -> Stream.of(result.group(1).split(",", -1)))
        .toList();
  }

  private static String source(String file) {
    return SpecSchema.read(DocumentExamples.repository().resolve(file));
  }
}
