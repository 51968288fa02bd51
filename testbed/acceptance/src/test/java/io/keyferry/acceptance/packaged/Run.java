package io.keyferry.acceptance.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A program that has ended.
 *
 * @param output its standard output and standard error
 */
public record Run(int status, String output) {

  /** Runs a program. */
  public static Run of(String... words) throws IOException, InterruptedException {
    return of(Map.of(), List.of(words));
  }

  /** Runs a program with these variables in addition to our own. */
  public static Run of(Map<String, String> environment, List<String> words)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  /** The output of a run that must have succeeded. */
  public String well() {
    assertThat(status).as(output).isZero();
    return output;
  }
}
