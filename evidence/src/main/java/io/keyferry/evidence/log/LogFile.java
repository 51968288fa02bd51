package io.keyferry.evidence.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * One file of the log, open for appending. It uses a stream, because interrupting one thread would
 * close a channel for all.
 */
final class LogFile implements AutoCloseable {

  private final Path path;
  private final String identity;
  private final FileOutputStream out;

  private LogFile(Path path, String identity, FileOutputStream out) {
    this.path = path;
    this.identity = identity;
    this.out = out;
  }

  /** Opens an existing file. */
  static LogFile open(Path path) throws IOException {
    String identity = identity(attributes(path));
    return new LogFile(path, identity, new FileOutputStream(path.toFile(), true));
  }

  Path path() {
    return path;
  }

  /**
   * Appends with one call to the operating system, so that a crash of the process leaves all or
   * nothing.
   */
  void append(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Removes what follows the first {@code size} bytes. */
  void cut(long size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
  }

  /** Returns when the content is on disk. */
  void force() throws IOException {
    out.getFD().sync();
  }

  /** Whether the path still leads to this file and nothing else has written to it. */
  boolean isAsLeft(long size) throws IOException {
    try {
      BasicFileAttributes now = attributes(path);
      return now.size() == size && identity(now).equals(identity);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  private static String identity(BasicFileAttributes attributes) {
    return String.valueOf(attributes.fileKey());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
