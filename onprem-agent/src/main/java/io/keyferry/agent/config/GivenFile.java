package io.keyferry.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file that the configuration or a command names. */
public final class GivenFile {

  private GivenFile() {}

  /**
   * Reads the whole file.
   *
   * @throws IOException if it cannot be read, is empty or exceeds the max size; the message says
   *     which
   */
  public static byte[] read(Path file, int maxBytes) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw Files.isDirectory(file) ? found(file, "a directory") : e;
    }
    if (bytes.length == 0) {
      throw found(file, "an empty file");
    }
    if (bytes.length > maxBytes) {
      throw found(file, "more than %d bytes".formatted(maxBytes));
    }
    return bytes;
  }

  static IOException found(Path file, String found) {
    return new FileSystemException(file.toString(), null, found);
  }
}
