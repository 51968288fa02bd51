package io.keyferry.local.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What creating either token needs: its library, its tool, a PIN. */
final class TokenTools {

  private static final int PIN_DIGITS = 12;

  private TokenTools() {}

  /** Finds a library in the distribution's library folders. */
  static Path library(String debianPackage, String... relativePaths) throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      List<Path> roots = Stream.concat(Stream.of(Path.of("/usr/lib")), folders.sorted()).toList();
      return roots.stream()
          .flatMap(root -> Stream.of(relativePaths).map(root::resolve))
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow(() ->
              new IOException(
                  "no %s under /usr/lib: apt-get install %s"
                      .formatted(relativePaths[0], debianPackage)));
    }
  }

  /** Writes a random PIN of decimal digits, readable by its owner only. */
  static Path writePin(Path folder) throws IOException {
    Path file = folder.resolve("pin");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    byte[] pin = new byte[PIN_DIGITS];
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < pin.length; i++) {
      pin[i] = (byte) ('0' + random.nextInt(10));
    }
    Files.write(file, pin);
    return file;
  }

  static void run(String debianPackage, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot run %s: apt-get install %s".formatted(command[0], debianPackage), e);
    }
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("%s exited with status %d: %s".formatted(command[0], status, output));
    }
  }
}
