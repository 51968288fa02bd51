package io.keyferry.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The PIN prompt works at a real terminal, wherever the output of the command goes. */
@Timeout(120)
class PinPromptTest {

  private static final String INTERRUPT = "\u0003";
  private static final String END_OF_FILE = "\u0004";

  @TempDir private Path folder;
  private DoctorStage stage;
  private Path output;

  @BeforeEach
  void make() throws Exception {
    stage = new DoctorStage(folder);
    output = folder.resolve("output");
    Files.writeString(
        stage.config, Files.readString(stage.config).replace("  pin-file: pin\n", ""));
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  private String agent(String... words) {
    return AgentProcess.line(words) + " --config '" + stage.config + "'";
  }

  /** Runs it in a shell at a terminal; returns what the terminal showed. */
  private String atTerminal(String command, String typed) throws IOException {
    String script = "trap : INT; %s; echo \"status $?\"; stty -a".formatted(command);
    // A build in the background ignores the interrupt, and so would every process that it starts.
    Process shell =
        AgentProcess.builder(
                List.of("env", "--default-signal=INT", "script", "-qec", script, "/dev/null"))
            .redirectErrorStream(true)
            .start();
    try (OutputStream keyboard = shell.getOutputStream()) {
      String before = AgentProcess.readUntil(shell, "PIN of token 'keyferry': ");
      keyboard.write(typed.getBytes(UTF_8));
      keyboard.flush();
      return before + new String(shell.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void assertEchoes(String shown) {
    assertThat(shown).containsPattern("[ ;]echo ").doesNotContain("-echo ");
  }

  @Test
  void enrolCanWriteTheKeyToAFile() throws Exception {
    String shown = atTerminal(agent("enrol") + " > " + output, stage.made.pinText() + "\n");

    assertThat(shown).contains("status 0").doesNotContain(stage.made.pinText());
    assertEchoes(shown);
    assertThat(Files.readString(output)).startsWith("-----BEGIN PUBLIC KEY-----");
  }

  @Test
  void keysAndDoctorCanBePiped() throws Exception {
    for (String command : List.of("keys", "doctor")) {
      String shown =
          atTerminal(agent(command, "--json") + " | cat > " + output, stage.made.pinText() + "\n");
      assertThat(shown).doesNotContain(stage.made.pinText());
      assertThat(Files.readString(output)).startsWith("{");
    }
  }

  @Test
  void anInterruptRestoresTheTerminal() throws Exception {
    String shown = atTerminal(agent("keys") + " > " + output, INTERRUPT);
    assertThat(shown).contains("status 130");
    assertEchoes(shown);
    assertThat(stage.faults().calls("C_Login")).isZero();
  }

  @Test
  void endOfInputIsNotAPin() throws Exception {
    String shown = atTerminal(agent("keys") + " > " + output, END_OF_FILE);
    assertThat(shown).contains("found nothing", "status 2");
    assertEchoes(shown);
    assertThat(stage.faults().calls("C_Login")).isZero();
  }

  @Test
  void pinWithATrailingBlankIsNotTried() throws Exception {
    String shown = atTerminal(agent("keys") + " > " + output, stage.made.pinText() + " \n");
    assertThat(shown).contains("a leading or trailing blank", "status 2");
    assertThat(stage.faults().calls("C_Login")).isZero();
  }
}
