package io.keyferry.agent.hsm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keyferry.agent.hsm.VendorTool;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The fault injector's native half, compiled once for each state of its source. */
final class FaultLibrary {

  private static final String NAME = "pkcs11_faults";

  private FaultLibrary() {}

  /**
   * Copies the library to this file. Each use has a copy of its own: it finds its control files by
   * its path, and a process loads it once per path.
   */
  static void copyTo(Path file) throws IOException {
    Files.copy(compiled(), file);
  }

  private static synchronized Path compiled() throws IOException {
    String source = source();
    Path folder = Files.createDirectories(Path.of("target").toAbsolutePath());
    Path library = folder.resolve(NAME + "-" + Integer.toHexString(source.hashCode()) + ".so");
    if (!Files.exists(library)) {
      // Another test process may be compiling it, too.
      Path own = Files.createTempFile(folder, NAME, ".so");
      compile(source, own);
      Files.move(own, library, StandardCopyOption.ATOMIC_MOVE);
    }
    return library;
  }

  static String source() throws IOException {
    try (InputStream source = FaultLibrary.class.getResourceAsStream(NAME + ".c")) {
      if (source == null) {
        throw new FileNotFoundException(NAME + ".c");
      }
      return new String(source.readAllBytes(), UTF_8);
    }
  }

  private static void compile(String source, Path library) throws IOException {
    ProcessBuilder compiler =
        new ProcessBuilder(
            "cc",
            "-std=gnu11",
            "-O1",
            "-g",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-fPIC",
            "-fvisibility=hidden",
            "-shared",
            "-pthread",
            "-o",
            library.toString(),
            "-x",
            "c",
            "-",
            "-ldl");
    VendorTool.run(compiler, source);
  }
}
