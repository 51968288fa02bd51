package io.keyferry.agent.job;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.audit.DiskFault;
import io.keyferry.agent.audit.Durable;
import io.keyferry.model.ImportId;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.JsonCodec;
import io.keyferry.model.WrapJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A directory with one file for each import: the job's JSON. A file is replaced as a whole or not
 * at all, whatever ends the process.
 */
final class JournalFiles implements AutoCloseable {

  private static final String LOCK = "journal.lock";

  private final Path directory;
  private final FileChannel lock;

  private JournalFiles(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes the directory for this process alone.
   *
   * @throws AuditException if it cannot be written, or another agent has it
   */
  static JournalFiles open(Path directory) throws AuditException {
    try {
      FileChannel lock =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(lock)) {
        lock.close();
        throw new AuditException(
            "expected the journal %s for this agent alone, found that another agent has it: stop that one, or give each a directory of its own"
                .formatted(directory));
      }
      return new JournalFiles(directory, lock);
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
      return false;
    }
  }

  Optional<WrapJob> read(ImportId importId) throws AuditException {
    Path file = file(importId);
    try {
      return Optional.of(JsonCodec.read(WrapJob.class, Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (InvalidValueException e) {
      throw new AuditException(
          "expected a job as JSON in %s, found something else (%s): find out who wrote it; then move it out of the journal, and the next attempt of this import is taken for its first"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  void write(WrapJob job) throws AuditException {
    Path file = file(job.importId());
    try {
      Durable.replace(file, JsonCodec.write(job));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private Path file(ImportId importId) {
    return directory.resolve(importId + ".json");
  }

  private static AuditException failure(Path path, IOException e) {
    return new AuditException(
        "expected to read and write %s, found '%s': make room, or correct owner and permissions; the agent acts again by itself"
            .formatted(path, DiskFault.words(e)),
        e);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + directory.resolve(LOCK), e);
    }
  }
}
