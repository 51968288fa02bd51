package io.keyferry.agent.job.ledger;

import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.file.Durable;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A directory with two files for each import, the last admitted job and the generated key, and one
 * file for each HSM key that is extractable for one wrap. Files are replaced atomically.
 */
final class LedgerFiles implements AutoCloseable {

  /** The name in 0.1.0, so that agents of both releases exclude each other. */
  private static final String LOCK = "journal.lock";

  /** An import id has 36 characters. */
  private static final String JOBS = "?".repeat(36) + ".json";

  private static final String OPENED = ".opened.json";

  private final Path directory;
  private final FileChannel lock;

  private LedgerFiles(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens the directory for this process alone.
   *
   * @throws AuditException if the directory cannot be written, or another agent uses it
   */
  static LedgerFiles open(Path directory) throws AuditException {
    try {
      FileChannel lock =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(lock)) {
        lock.close();
        throw new AuditException(
            "expected the job ledger %s for this agent alone, found that another agent uses it: stop that agent, or give each a separate directory"
                .formatted(directory));
      }
      return new LedgerFiles(directory, lock);
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      // Held by this process.
      return false;
    }
  }

  /** Deletes jobs written before this time. Keeps keys: they may be wrapped again. */
  void deleteJobsBefore(Instant time) throws AuditException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, JOBS)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  Optional<WrapJob> job(ImportId importId) throws AuditException {
    return read(WrapJob.class, jobFile(importId));
  }

  void write(WrapJob job) throws AuditException {
    write(jobFile(job.importId()), job);
  }

  Optional<LedgerKey> key(ImportId importId) throws AuditException {
    return read(LedgerKey.class, keyFile(importId));
  }

  void write(ImportId importId, LedgerKey key) throws AuditException {
    write(keyFile(importId), key);
  }

  /** The opened keys, each with its job. */
  Map<CkaId, WrapJob> opened() throws AuditException {
    Map<CkaId, WrapJob> opened = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + OPENED)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        CkaId id = new CkaId(name.substring(0, name.length() - OPENED.length()));
        read(WrapJob.class, file).ifPresent(job -> opened.put(id, job));
      }
      return opened;
    } catch (IOException | InvalidValueException e) {
      throw new AuditException(
          "expected the files *%s of keys in %s, found '%s': correct owner and permissions, and remove other files"
              .formatted(OPENED, directory, e.getMessage()),
          e);
    }
  }

  void writeOpened(CkaId id, WrapJob job) throws AuditException {
    write(openedFile(id), job);
  }

  void deleteOpened(CkaId id) throws AuditException {
    try {
      Files.deleteIfExists(openedFile(id));
    } catch (IOException e) {
      throw failure(openedFile(id), e);
    }
  }

  private static <T> Optional<T> read(Class<T> type, Path file) throws AuditException {
    try {
      return Optional.of(JsonCodec.read(type, Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (InvalidValueException e) {
      throw new AuditException(
          "expected a %s as JSON in %s, found something else (%s): find out who wrote it, then move it out of the job ledger; the next attempt of this import then counts as its first"
              .formatted(type.getSimpleName(), file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static void write(Path file, Object entry) throws AuditException {
    try {
      Durable.replace(file, JsonCodec.write(entry));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private Path jobFile(ImportId importId) {
    return directory.resolve(importId + ".json");
  }

  private Path openedFile(CkaId id) {
    return directory.resolve(id + OPENED);
  }

  private Path keyFile(ImportId importId) {
    return directory.resolve(importId + ".key.json");
  }

  private static AuditException failure(Path path, IOException e) {
    return new AuditException(
        "expected to read and write %s, found '%s': free disk space, or correct owner and permissions; the agent resumes by itself"
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
