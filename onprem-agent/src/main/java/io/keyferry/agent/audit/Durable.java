package io.keyferry.agent.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are still there after a power failure. */
public final class Durable {

  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Durable() {}

  /** An empty file, 0600. */
  static void create(Path file) throws IOException {
    Files.createFile(file, OWNER_ONLY);
    directoryOf(file);
  }

  /** Puts the content in the file's place, all of it or none. */
  public static void replace(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    Files.createFile(next, OWNER_ONLY);
    write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    directoryOf(file);
  }

  /** Into a file that is there. */
  static void write(Path file, byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
  }

  /** A new name is durable only when its directory is. */
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
