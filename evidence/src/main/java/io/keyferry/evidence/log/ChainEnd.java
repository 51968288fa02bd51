package io.keyferry.evidence.log;

import io.keyferry.evidence.file.Durable;
import io.keyferry.evidence.file.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The end of the chain, where lines are appended. Except for {@link #force}, {@link #tail} and
 * {@link #check}, a caller holds the {@link FolderLock}.
 */
final class ChainEnd {

  private final AuditFiles files;
  private final long fileBytes;
  private final InstantSource clock;

  /** Acquired after the folder's lock, never before it. */
  private final ReentrantLock forcing = new ReentrantLock();

  private volatile Tail tail = Tail.EMPTY;
  private volatile Optional<Instant> written = Optional.empty();
  private volatile Optional<AuditException> unknown = Optional.empty();
  private Optional<LogFile> file = Optional.empty();
  private Optional<TornLine> unrecorded = Optional.empty();
  private long forced;

  ChainEnd(AuditFiles files, long fileBytes, InstantSource clock) {
    this.files = files;
    this.fileBytes = fileBytes;
    this.clock = clock;
  }

  Tail tail() {
    return tail;
  }

  /** The time in the last line that this process wrote, if any. */
  Optional<Instant> written() {
    return written;
  }

  /** Reads what other processes have written and what a crash has left. */
  void refresh() throws IOException, AuditException {
    failIfUnknown();
    if (!isAsLeft()) {
      TailReader.Found found = TailReader.read(files);
      if (!found.tail().mayFollow(tail)) {
        throw LogFailures.linesGone(files.directory(), tail.sequence(), found.tail().sequence());
      }
      moveTo(found.tail());
      if (found.torn().isPresent()) {
        cut();
        unrecorded = found.torn();
      }
    }
    if (unrecorded.isPresent()) {
      write(unrecorded.get().entry());
      unrecorded = Optional.empty();
    }
  }

  private boolean isAsLeft() throws IOException {
    return file.isPresent()
        && file.get().isAsLeft(tail.size())
        && !Files.exists(files.path(tail.file() + 1));
  }

  /** Appends a line, after {@link #refresh}. If that fails, no part of it remains. */
  void write(AuditEntry entry) throws IOException, AuditException {
    if (file.isEmpty() || tail.size() >= fileBytes) {
      beginFile();
    }
    Instant at = clock.instant();
    byte[] line = LineText.after(tail, at, entry);
    byte[] ended = new byte[line.length + 1];
    System.arraycopy(line, 0, ended, 0, line.length);
    ended[line.length] = '\n';
    try {
      file.orElseThrow().append(ended);
    } catch (IOException e) {
      cutAfter(e);
      throw e;
    }
    tail = tail.plus(line);
    written = Optional.of(at);
  }

  /** If this fails, too, the next refresh finds half a line. */
  private void cutAfter(IOException failure) {
    try {
      cut();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void cut() throws IOException {
    if (file.isPresent()) {
      file.get().cut(tail.size());
    }
  }

  private void beginFile() throws IOException, AuditException {
    // Only the last file may be torn, so force() handles only the last file.
    force(tail.sequence());
    Tail next = tail.nextFile();
    Durable.create(files.path(next.file()));
    moveTo(next);
  }

  private void moveTo(Tail next) throws IOException {
    forcing.lock();
    try {
      closeFile();
      if (next.file() > 0) {
        file = Optional.of(LogFile.open(files.path(next.file())));
      }
      tail = next;
    } finally {
      forcing.unlock();
    }
  }

  private void closeFile() throws IOException {
    if (file.isPresent()) {
      file.get().close();
      file = Optional.empty();
    }
  }

  /** Returns when the line of that sequence is on disk; waiting threads share the next call. */
  void force(long sequence) throws AuditException {
    forcing.lock();
    try {
      failIfUnknown();
      if (forced < sequence && file.isPresent()) {
        long written = tail.sequence();
        file.get().force();
        forced = written;
      }
    } catch (IOException e) {
      // The kernel may have dropped the pages, and then the next call would succeed.
      Path path = file.map(LogFile::path).orElseGet(files::directory);
      AuditException failure = LogFailures.notForced(path, e);
      unknown = Optional.of(failure);
      throw failure;
    } finally {
      forcing.unlock();
    }
  }

  /** Checks that the lines are still where they were written. */
  void check() throws IOException, AuditException {
    failIfUnknown();
    Tail known = tail;
    if (known.sequence() > 0) {
      Path path = files.path(known.file());
      if (!Files.exists(path) || Files.size(path) < known.size()) {
        throw LogFailures.fileGone(path);
      }
    }
  }

  private void failIfUnknown() throws AuditException {
    if (unknown.isPresent()) {
      throw unknown.get();
    }
  }

  /** Forces what was written, unless that has failed before. */
  void close() throws IOException, AuditException {
    forcing.lock();
    try {
      if (unknown.isEmpty()) {
        force(tail.sequence());
      }
    } finally {
      try {
        closeFile();
      } finally {
        forcing.unlock();
      }
    }
  }
}
