package io.keyferry.agent.cli.offline;

import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.file.Durable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file to create. */
record NewFile(Path path) {

  private static final Logger LOG = LoggerFactory.getLogger(NewFile.class);
  private static final String EXPECTED = "no file with that name";
  private static final String CURE = "choose another name, or move the file first";

  /** Checks that the file can be created. */
  void check() throws OfflineFileException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw exists();
    }
    Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    if (!Files.isDirectory(folder)) {
      throw new OfflineFileException(
          path,
          "a folder for it",
          "none: " + folder,
          "create it, or name a file in another folder");
    }
    try {
      // Permissions do not reveal read-only or full file systems.
      Files.delete(Files.createTempFile(folder, "probe-", ".tmp"));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Writes the file. It is on disk when this returns. */
  void write(byte[] content) throws OfflineFileException {
    try {
      Durable.createNew(path, content);
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Removes the file that this process wrote. */
  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.error(
          "{} belongs to a failed order and could not be removed: {}", path, DiskFault.words(e));
    }
  }

  private OfflineFileException unwritable(IOException cause) {
    return new OfflineFileException(
        path, "a file that can be written", DiskFault.words(cause), "name another");
  }

  private OfflineFileException exists() {
    String found = Files.isSymbolicLink(path) ? "a symbolic link" : "one";
    return new OfflineFileException(path, EXPECTED, found, CURE);
  }
}
