package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.VendorTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The exit status of the agent is its own, whatever the HSM's library does at the end. */
@Timeout(120)
class ProcessEndTest {

  @TempDir private Path folder;
  private DoctorStage stage;

  @BeforeEach
  void make() throws Exception {
    stage = new DoctorStage(folder);
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  /** A library like Luna's: all calls work, and its destructor crashes. */
  private void crashAtTheEnd() throws IOException {
    Path real = stage.made.settings().library();
    Path library = folder.resolve("crashing.so");
    VendorTool.run(
        new ProcessBuilder(
            "cc", "-shared", "-fPIC", "-o", library.toString(), "-x", "c", "-", "-ldl"),
        """
        #include <dlfcn.h>
        #include <signal.h>
        unsigned long C_GetFunctionList(void **list) {
          void *real = dlopen("%s", RTLD_NOW | RTLD_LOCAL);
          unsigned long (*get)(void **) = (unsigned long (*)(void **)) dlsym(real, "C_GetFunctionList");
          return get(list);
        }
        __attribute__((destructor)) static void end(void) {
          raise(SIGSEGV);
        }
        """
            .formatted(real));
    replace(real.toString(), library.toString());
  }

  private void replace(String from, String to) throws IOException {
    Files.writeString(stage.config, Files.readString(stage.config).replace(from, to));
  }

  private ProcessBuilder agent(String... words) {
    List<String> command = AgentProcess.command(words);
    command.add("--config");
    command.add(stage.config.toString());
    return AgentProcess.builder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile());
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  @Test
  void aLibraryThatCrashesInItsDestructorDoesNotChangeTheStatus() throws Exception {
    crashAtTheEnd();
    assertThat(AgentProcess.status(agent("enrol"))).isZero();
    assertThat(output()).contains("-----END PUBLIC KEY-----");
    assertThat(AgentProcess.status(agent("keys", "--json"))).isZero();
    assertThat(output()).endsWith("}\n");
    assertThat(stage.faults().calls("C_Finalize")).isEqualTo(2);

    stage.putPin("wrong-pin");
    assertThat(AgentProcess.status(agent("keys"))).isEqualTo(2);
    assertThat(output()).contains("CKR_PIN_INCORRECT");
  }

  private Process running(SqsStub sqs) throws IOException {
    replace(stage.sqs.endpoint(), sqs.endpoint());
    replace("  label: keyferry\n", "  label: keyferry\n  call-timeout-seconds: 1\n");
    replace("policy:", "agent: {port: 0}\npolicy:");
    ProcessBuilder run = agent("run").redirectOutput(ProcessBuilder.Redirect.PIPE);
    run.environment().put("AWS_ACCESS_KEY_ID", "AKIATEST");
    run.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    Process process = run.start();
    AgentProcess.readUntil(process, "ready: ");
    return process;
  }

  private static void assertStops(Process process) throws Exception {
    process.toHandle().destroy();
    AgentProcess.readUntil(process, "stopped");
    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  void aRunThatIsStoppedEndsInOrder() throws Exception {
    stage.enrol();
    crashAtTheEnd();
    try (SqsStub sqs = new SqsStub()) {
      assertStops(running(sqs));
    }
  }

  @Test
  void aRunThatIsStoppedWhileTheHsmHangsEndsInOrder() throws Exception {
    stage.enrol();
    try (SqsStub sqs = new SqsStub()) {
      Process process = running(sqs);
      for (String function : List.of("C_OpenSession", "C_CloseSession", "C_Logout", "C_Finalize")) {
        stage.faults().hang(function).always();
      }
      assertStops(process);
      stage.faults().clear();
    }
  }

  @Test
  void aLibraryThatDoesNotReturnFromCFinalizeDoesNotKeepTheProcess() throws Exception {
    stage.faults().hang("C_Finalize").always();
    assertThat(AgentProcess.status(agent("keys"))).isZero();
    stage.faults().clear();
  }

  @Test
  void theLastWordsOfAServiceAreALineOfItsLogThatIsAnError() throws Exception {
    Path journal = Files.createFile(folder.resolve("output"));
    String stream =
        Files.getAttribute(journal, "unix:dev") + ":" + Files.getAttribute(journal, "unix:ino");
    stage.putPin("wrong-pin");
    for (String command : List.of("run", "keys")) {
      ProcessBuilder agent = agent(command);
      agent.environment().put("JOURNAL_STREAM", stream);
      assertThat(AgentProcess.status(agent)).isEqualTo(2);
      assertThat(output().lines().toList())
          .allMatch(line -> line.matches("<\\d>\\{.*}"))
          .last()
          .asString()
          .startsWith("<3>{")
          .contains("\"level\":\"ERROR\"", "PIN");
    }
    ProcessBuilder misspelt = agent("run", "--confg");
    misspelt.environment().put("JOURNAL_STREAM", stream);
    assertThat(AgentProcess.status(misspelt)).isEqualTo(2);
    assertThat(output()).startsWith("<3>{").contains("--confg");
  }
}
