package io.keyferry.evidence.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The exclusive right to write to a log's directory: a lock on {@code audit.lock} excludes other
 * processes, a lock in memory other threads of this one. The operating system's lock belongs to the
 * process and ends when the first channel on the file is closed.
 */
public final class FolderLock implements AutoCloseable {

  private static final String NAME = "audit.lock";

  /** Longer than a signature in the HSM, during which the lock is held. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Duration POLL = Duration.ofMillis(2);
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel processes;

  private FolderLock(ReentrantLock threads, FileChannel processes) {
    this.threads = threads;
    this.processes = processes;
  }

  /**
   * Waits until no other thread or process writes, up to a timeout. It opens the file each time, to
   * notice that the directory is gone.
   *
   * @param directory its real path
   * @throws IOException if it cannot be locked, or if another process does not release it
   */
  public static FolderLock take(Path directory) throws IOException {
    return take(directory, PATIENCE);
  }

  static FolderLock take(Path directory, Duration patience) throws IOException {
    ReentrantLock threads = THREADS.computeIfAbsent(directory, path -> new ReentrantLock());
    threads.lock();
    try {
      return new FolderLock(
          threads, Uninterrupted.call(() -> lockedChannel(directory.resolve(NAME), patience)));
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path file, Duration patience) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), Durable.OWNER_ONLY);
    try {
      long end = System.nanoTime() + patience.toNanos();
      while (channel.tryLock() == null) {
        if (System.nanoTime() > end) {
          // A process stopped while it holds the lock would block all others.
          throw new FileSystemException(
              file.toString(),
              null,
              "locked by another process for %d s; find it (fuser) and stop or resume it"
                  .formatted(patience.toSeconds()));
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      processes.close();
    } catch (IOException e) {
      throw new UncheckedIOException("nothing was written to " + NAME, e);
    } finally {
      threads.unlock();
    }
  }
}
