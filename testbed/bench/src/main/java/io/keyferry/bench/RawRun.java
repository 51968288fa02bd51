package io.keyferry.bench;

import io.keyferry.local.Layout;
import io.keyferry.local.process.JavaCommand;
import io.keyferry.local.token.PreparedToken;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs {@link RawLoop} in a process of its own.
 *
 * @param sessions how many run in parallel
 */
record RawRun(
    Layout layout, WrappingPublicKey wrappingKey, WrappingAlgorithm algorithm, int sessions) {

  private static final List<String> OPTIONS =
      Stream.concat(
              JavaCommand.SHORT_RUN.stream(),
              Stream.of(
                  "--add-exports=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
                  "--enable-native-access=ALL-UNNAMED"))
          .toList();

  /**
   * Measures.
   *
   * @param first the number of warm-up wraps
   */
  Duration measure(PreparedToken token, Path folder, int first, int wraps)
      throws IOException, InterruptedException {
    Path errors = folder.resolve("raw-loop.log");
    List<String> words =
        new JavaCommand(
                OPTIONS,
                List.of(
                    layout.benchJar(),
                    layout.localCloudJar(),
                    layout.localCloudJar().resolveSibling("lib/*")),
                RawLoop.class.getName(),
                List.of(
                    token.library().toString(),
                    token.libraryParameters().orElse(""),
                    token.label(),
                    token.pinFile().toString(),
                    wrappingKey.spki().base64(),
                    algorithm.name(),
                    Integer.toString(first),
                    Integer.toString(wraps),
                    Integer.toString(sessions)))
            .words();
    ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(token.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "the raw loop exited with status %d: %s"
              .formatted(status, Files.readString(errors).strip()));
    }
    return Duration.ofNanos(Long.parseLong(output));
  }
}
