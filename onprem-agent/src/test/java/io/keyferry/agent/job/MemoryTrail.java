package io.keyferry.agent.job;

import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.message.AuditHead;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An audit trail in memory that knows what was forced to disk, and can be full. */
public final class MemoryTrail implements AuditTrail {

  private final List<AuditEntry> entries = Collections.synchronizedList(new ArrayList<>());
  private volatile int forced;
  private volatile Optional<AuditEvent> fullAt = Optional.empty();
  private volatile boolean full;

  /** Fails every write from the line with this event on. */
  public void fullAt(AuditEvent event) {
    fullAt = Optional.of(event);
  }

  void makeRoom() {
    fullAt = Optional.empty();
    full = false;
  }

  void forget() {
    entries.clear();
    forced = 0;
  }

  public List<AuditEntry> entries() {
    return List.copyOf(entries);
  }

  public List<AuditEvent> events() {
    return entries().stream().map(AuditEntry::event).toList();
  }

  /** What would be left after a loss of power. */
  public List<AuditEvent> eventsOnDisk() {
    return events().subList(0, forced);
  }

  @Override
  public void append(AuditEntry entry) throws AuditException {
    full |= fullAt.equals(Optional.of(entry.event()));
    check();
    entries.add(entry);
  }

  @Override
  public AuditHead head() {
    return head(entries.size());
  }

  /** The head when this was the last line. */
  AuditHead head(int sequence) {
    if (sequence == 0) {
      throw new IllegalStateException("expected a line, found none");
    }
    Sha256 hash = AuditLine.NONE;
    for (int i = 0; i < sequence; i++) {
      AuditEntry entry = entries.get(i);
      hash =
          Sha256.of(
              JsonCodec.write(
                  new AuditLine(
                      i + 1,
                      Jobs.NOW,
                      hash,
                      entry.event(),
                      entry.importId(),
                      entry.attempt(),
                      entry.facts())));
    }
    return new AuditHead(sequence, hash, Jobs.NOW);
  }

  @Override
  public Optional<Instant> lastAppended() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(Jobs.NOW);
  }

  @Override
  public void force() throws AuditException {
    check();
    forced = entries.size();
  }

  @Override
  public <E extends Exception> void signHead(MessageSigner<E> signer) throws AuditException, E {
    String head = SignedMessage.sign(MessageType.AUDIT_HEAD, head(), signer);
    append(AuditEntry.of(AuditEvent.HEAD_SIGNED, Map.of("head", head)));
    force();
  }

  @Override
  public void check() throws AuditException {
    if (full) {
      throw new AuditException("expected to write, found: No space left on device");
    }
  }
}
