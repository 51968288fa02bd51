package io.keyferry.evidence.log;

import io.keyferry.evidence.file.Durable;
import io.keyferry.evidence.file.FolderLock;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.SignedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The audit log: JSON lines, each with the SHA-256 of the line before, in files of a directory.
 * Several processes may write to one directory.
 */
public final class AuditLog implements AuditTrail, AutoCloseable {

  private static final int PROBE_BYTES = 4096;

  private final Path directory;
  private final InstantSource clock;
  private final ChainEnd end;
  private final HeadFile headFile;

  private AuditLog(Path directory, long fileBytes, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
    this.end = new ChainEnd(new AuditFiles(directory), fileBytes, clock);
    this.headFile = HeadFile.in(directory);
  }

  /**
   * Continues the directory's log, or starts one. Half a line that a crash left is cut off, which a
   * new line records.
   *
   * @throws AuditException if there is no such directory, if it cannot be written to, if the last
   *     line is not one of an audit log, or if the log ends before a line that was signed
   */
  public static AuditLog open(AuditSettings settings, InstantSource clock) throws AuditException {
    if (!Files.isDirectory(settings.directory())) {
      throw LogFailures.noDirectory(settings.directory());
    }
    try {
      Path directory = settings.directory().toRealPath();
      AuditLog log = new AuditLog(directory, settings.fileBytes(), clock);
      try (FolderLock _ = FolderLock.take(directory)) {
        log.end.refresh();
        log.headFile.checkReached(log.end.tail());
      }
      return log;
    } catch (IOException e) {
      throw LogFailures.notWritten(settings.directory(), e);
    }
  }

  @Override
  public void append(AuditEntry entry) throws AuditException {
    try (FolderLock _ = lock()) {
      write(entry);
    }
  }

  @Override
  public AuditHead head() {
    Tail last = end.tail();
    if (last.sequence() == 0) {
      throw new IllegalStateException("nothing has been written to the audit log yet");
    }
    return new AuditHead(last.sequence(), last.hash(), clock.instant());
  }

  @Override
  public Optional<Instant> lastAppended() {
    return end.written();
  }

  @Override
  public void force() throws AuditException {
    end.force(end.tail().sequence());
  }

  /**
   * {@inheritDoc}
   *
   * <p>The head file is replaced before the line is written, so that a crash in between never
   * leaves it behind the lines. Nothing else is written meanwhile, so that the head is that of the
   * previous line.
   */
  @Override
  public <E extends Exception> void signHead(MessageSigner<E> signer) throws AuditException, E {
    try (FolderLock _ = lock()) {
      force();
      String jws = SignedMessage.sign(MessageType.AUDIT_HEAD, head(), signer);
      replaceHeadFile(jws);
      write(AuditEntry.of(AuditEvent.HEAD_SIGNED, Map.of("head", jws)));
      force();
    }
  }

  @Override
  public void check() throws AuditException {
    try {
      end.check();
      Path probe = Files.createTempFile(directory, "probe-", ".tmp");
      try {
        Durable.write(probe, new byte[PROBE_BYTES]);
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      throw LogFailures.notWritten(directory, e);
    }
  }

  /** Forces what was written. */
  @Override
  public void close() throws AuditException {
    try {
      end.close();
    } catch (IOException e) {
      throw LogFailures.notWritten(directory, e);
    }
  }

  /** Locks the folder and finds the end of the log. */
  private FolderLock lock() throws AuditException {
    try {
      FolderLock lock = FolderLock.take(directory);
      try {
        end.refresh();
        return lock;
      } catch (IOException | AuditException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw LogFailures.notWritten(directory, e);
    }
  }

  private void write(AuditEntry entry) throws AuditException {
    try {
      end.write(entry);
    } catch (IOException e) {
      throw LogFailures.notWritten(directory, e);
    }
  }

  private void replaceHeadFile(String jws) throws AuditException {
    try {
      headFile.replace(jws);
    } catch (IOException e) {
      throw LogFailures.notWritten(directory, e);
    }
  }
}
