package io.keyferry.agent.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The agent in a process of its own, as its launcher starts it. */
final class AgentProcess {

  private AgentProcess() {}

  /** The command line for these arguments of the agent. */
  static List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-exports=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-cp",
            System.getProperty("java.class.path"),
            AgentMain.class.getName()));
    command.addAll(List.of(words));
    return command;
  }

  /** The same as one line for a shell. */
  static String line(String... words) {
    return command(words).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }

  /** Without variables that could decide the source of a PIN or the target of a log. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("CREDENTIALS_DIRECTORY", "JOURNAL_STREAM"));
    return builder;
  }

  static int status(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    process.getOutputStream().close();
    return process.onExit().join().exitValue();
  }

  /** Reads until this text appears, and returns everything up to it. */
  static String readUntil(Process process, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (!read.toString().contains(text)) {
      int next = process.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("expected '%s', found the end of: %s".formatted(text, read));
      }
      read.append((char) next);
    }
    return read.toString();
  }
}
