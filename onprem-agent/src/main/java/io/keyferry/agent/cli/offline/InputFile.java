package io.keyferry.agent.cli.offline;

import io.keyferry.evidence.file.DiskFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an input file of limited size. */
final class InputFile {

  private InputFile() {}

  /**
   * Reads the whole file.
   *
   * @param expected what it should be, to complete "expected …"
   * @param cure for a file that cannot be read or is empty or too long
   */
  static byte[] read(Path file, int maxBytes, String expected, String cure)
      throws OfflineFileException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw new OfflineFileException(file, expected, DiskFault.words(e), cure);
    }
    if (bytes.length == 0) {
      throw new OfflineFileException(file, expected, "an empty file", cure);
    }
    if (bytes.length > maxBytes) {
      throw new OfflineFileException(
          file, expected, "more than %d bytes".formatted(maxBytes), cure);
    }
    return bytes;
  }
}
