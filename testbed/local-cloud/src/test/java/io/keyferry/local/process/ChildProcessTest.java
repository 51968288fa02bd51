package io.keyferry.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

  @TempDir Path folder;

  @Test
  void inheritsNoVariables() throws Exception {
    Path log = folder.resolve("env.log");
    try (ChildProcess child =
        ChildProcess.start(List.of("/usr/bin/env"), Map.of("OWN", "value"), folder, log)) {
      assertThat(child.onExit().get(10, TimeUnit.SECONDS)).isZero();
    }
    assertThat(Files.readString(log)).isEqualTo("OWN=value\n");
  }

  @Test
  void reportsTheSignalThatKilledIt() throws Exception {
    try (ChildProcess child = sleeper(folder)) {
      child.kill();

      assertThat(child.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
    }
  }

  @Test
  void killsAProcessThatIgnoresTheRequestToEnd() throws Exception {
    Path log = folder.resolve("stubborn.log");
    String script = "trap '' TERM; echo ready; while :; do sleep 1; done";
    ChildProcess child =
        ChildProcess.start(
            List.of("/bin/sh", "-c", script), Map.of("PATH", "/bin:/usr/bin"), folder, log);
    awaitText(log);

    child.close();

    assertThat(child.isAlive()).isFalse();
    assertThat(child.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
  }

  @Test
  void endsWhenOurJvmIsTerminated() throws Exception {
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    List<String> words =
        new JavaCommand(List.of(), classPath, Parent.class.getName(), List.of(folder.toString()))
            .words();
    Process jvm = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      assertThat(grandchild.isAlive()).isTrue();

      jvm.destroy();

      assertThat(jvm.waitFor()).isEqualTo(128 + 15);
      assertThat(grandchild.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }

  private static ChildProcess sleeper(Path folder) throws IOException {
    return ChildProcess.start(
        List.of("/bin/sleep", "600"), Map.of(), folder, folder.resolve("sleep.log"));
  }

  private static void awaitText(Path log) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Files.size(log) == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** A JVM with a child: prints the child's id and waits to be ended. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      ChildProcess child = sleeper(Path.of(arguments[0]));
      System.out.println(child.pid());
      System.out.flush();
      child.onExit().join();
    }
  }
}
