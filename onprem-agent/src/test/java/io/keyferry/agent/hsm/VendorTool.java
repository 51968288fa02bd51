package io.keyferry.agent.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The programs and libraries of the software tokens, as the Linux distributions install them. */
public final class VendorTool {

  private VendorTool() {}

  public static void run(String... command) throws IOException {
    run(new ProcessBuilder(command), "");
  }

  /** Runs the program to its end with this standard input. */
  public static void run(ProcessBuilder program, String input) throws IOException {
    Process process = program.redirectErrorStream(true).start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(
          "expected %s to succeed, found status %d: %s"
              .formatted(program.command(), status, output));
    }
  }

  /** The first of the paths that exists. */
  public static Path library(String packageName, String... paths) throws IOException {
    List<Path> candidates = Arrays.stream(paths).map(Path::of).toList();
    return candidates.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "expected one of %s, found none: install the package %s"
                    .formatted(candidates, packageName)));
  }
}
