package io.keyferry.evidence.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that survive a power failure. */
public final class Durable {

  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private Durable() {}

  /** Creates an empty file with mode 0600. */
  public static void create(Path file) throws IOException {
    Files.createFile(file, OWNER_ONLY);
    directoryOf(file);
  }

  /**
   * Creates a file with this content and mode 0600 from the start. It replaces nothing, follows no
   * symbolic link, and removes a file that it could not write completely.
   *
   * @throws java.nio.file.FileAlreadyExistsException if anything has that name
   */
  public static void createNew(Path file, byte[] content) throws IOException {
    FileChannel channel = FileChannel.open(file, NEW, OWNER_ONLY);
    try (channel) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
      directoryOf(file);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** Replaces the file's content, completely or not at all. */
  public static void replace(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    Files.createFile(next, OWNER_ONLY);
    write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    directoryOf(file);
  }

  /** Writes to an existing file. */
  public static void write(Path file, byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
  }

  /** A new name is durable only once its directory is. */
  private static void directoryOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().resolveSibling(".");
    Uninterrupted.call(() -> {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
      return directory;
    });
  }
}
