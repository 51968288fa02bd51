package io.keyferry.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/**
 * The log of one function: its process's output and Lambda's own lines as JSON ({@code
 * platform.start}, {@code platform.report}, …).
 */
final class FunctionLog {

  /** The size of the log tail that Invoke returns, in bytes. */
  private static final int TAIL = 4096;

  private final Path file;
  private final InstantSource clock;

  FunctionLog(Path folder, String function, InstantSource clock) throws IOException {
    this.file = Files.createDirectories(folder).resolve(function + ".log");
    this.clock = clock;
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
  }

  Path file() {
    return file;
  }

  /** Appends one line. */
  void platform(String type, ObjectNode record) {
    ObjectNode line = Json.object();
    line.put("time", clock.instant().toString());
    line.put("type", "platform." + type);
    line.set("record", record);
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The length in bytes. */
  long length() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of what was written since the log had this length. */
  String tail(long since) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(since, log.length() - TAIL);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
