package io.keyferry.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.Layout;
import io.keyferry.model.testing.DocumentExamples;
import io.keyferry.model.testing.DocumentExamples.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The commands of the launcher in the documents. */
class DocumentExamplesTest {

  private static final Path ROOT = DocumentExamples.repository();
  private static final Set<String> OF_THIS_MODULE = Set.of("demo", "local");

  @Test
  void everyCommandOfTheLauncherIsOneThatItTakes() throws Exception {
    String help = help();
    String script =
        Files.readString(ROOT.resolve("keyferry"))
            + Files.readString(ROOT.resolve("testbed/acceptance/src/test/sh/tests.sh"));
    for (Command command : DocumentExamples.commands("./keyferry")) {
      List<String> arguments =
          command.arguments().stream().map(word -> word.replaceAll("[\\[\\]]", "")).toList();
      if (arguments.isEmpty()) {
        continue;
      }
      String name = arguments.getFirst();
      if (OF_THIS_MODULE.contains(name)) {
        LocalMain.commands().parseArgs(arguments.toArray(String[]::new));
      } else if (!name.equals("agent")) {
        boolean several = name.equals("bench");
        assertThat(help)
            .as(command.toString())
            .containsPattern(
                "(?m)^  " + (several ? name + " " + arguments.get(1) : name) + "( |$)");
        assertThat(arguments.stream().filter(word -> word.startsWith("--")))
            .as(command.toString())
            .allMatch(option -> script.matches("(?s).*[ |(]" + option + "[ |=)].*"));
      }
    }
  }

  private static String help() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(ROOT.resolve("keyferry").toString(), "help")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void localPrintsTheCommandsThatTheDocumentShows() {
    Layout layout = new Layout(ROOT, ROOT.resolve("target"));
    List<String> printed = new ArrayList<>(List.of("…", LocalCommand.READY));
    printed.addAll(
        LocalCommand.commands(
            layout, layout.work("local.env"), layout.work("local").resolve("request.json")));

    assertThat(DocumentExamples.block("console local").output()).isEqualTo(printed);
  }
}
