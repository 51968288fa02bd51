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

/** A file that is to be written and is not there yet. */
record NewFile(Path path) {

  private static final Logger LOG = LoggerFactory.getLogger(NewFile.class);
  private static final String EXPECTED = "no file of that name yet";
  private static final String CURE = "name another, or move it away first";

  /** Finds out what can be known before there is anything to write. */
  void check() throws OfflineFileException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw exists();
    }
    Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    if (!Files.isDirectory(folder)) {
      throw new OfflineFileException(
          path, "a folder for it", "none: " + folder, "make it, or name a file in another");
    }
    try {
      // Permissions alone do not tell of read-only file systems and full ones.
      Files.delete(Files.createTempFile(folder, "probe-", ".tmp"));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** On the disk when it returns. */
  void write(byte[] content) throws OfflineFileException {
    try {
      Durable.createNew(path, content);
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Takes it away again, for one who has written it. */
  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.error(
          "{} is of an order that failed, and could not be removed: {}", path, DiskFault.words(e));
    }
  }

  private OfflineFileException unwritable(IOException cause) {
    return new OfflineFileException(
        path, "a file that can be written", DiskFault.words(cause), "name one that can");
  }

  private OfflineFileException exists() {
    String found = Files.isSymbolicLink(path) ? "a symbolic link" : "one";
    return new OfflineFileException(path, EXPECTED, found, CURE);
  }
}
