package io.keyferry.agent.job.check;

import io.keyferry.agent.job.queue.QueuedJob;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditTrail;
import io.keyferry.model.message.AuditEvent;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.UtcTime;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The lines of the audit log about messages that are not authentic jobs. For each flaw, the first
 * message gets a line, and those of the next ten minutes are counted in one more: a sender to the
 * queue cannot fill the disk. The messages themselves are in the dead-letter queue.
 */
@Singleton
public final class Rejections {

  private static final Duration TOGETHER = Duration.ofMinutes(10);

  private static final class Counted {
    private final Instant since;
    private long more;

    private Counted(Instant since) {
      this.since = since;
    }
  }

  private final AuditTrail trail;
  private final InstantSource clock;
  private final Map<String, Counted> byFlaw = new HashMap<>();

  public Rejections(AuditTrail trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  /**
   * Records the message, or counts it.
   *
   * @throws AuditException if it cannot be recorded: the message must not be dropped
   */
  public synchronized void add(QueuedJob message, JobReader.Reading.Rejected rejected)
      throws AuditException {
    writeCounted(false);
    Counted known = byFlaw.get(rejected.flaw());
    if (known != null) {
      known.more++;
      return;
    }
    trail.append(
        AuditEntry.of(
            AuditEvent.MESSAGE_REJECTED,
            Map.of(
                "message", message.id(),
                "delivery", Integer.toString(message.deliveries()),
                "sha256", Sha256.of(message.body().getBytes(StandardCharsets.UTF_8)).hex(),
                "flaw", rejected.flaw(),
                "reason", rejected.reason())));
    byFlaw.put(rejected.flaw(), new Counted(clock.instant()));
  }

  /**
   * Records the counts whose ten minutes are over.
   *
   * @param all also the other counts, as at the end of a run
   */
  public synchronized void writeCounted(boolean all) throws AuditException {
    Instant over = clock.instant().minus(TOGETHER);
    for (Iterator<Map.Entry<String, Counted>> flaws = byFlaw.entrySet().iterator();
        flaws.hasNext(); ) {
      Map.Entry<String, Counted> flaw = flaws.next();
      Counted counted = flaw.getValue();
      if (all || !counted.since.isAfter(over)) {
        if (counted.more > 0) {
          trail.append(
              AuditEntry.of(
                  AuditEvent.MESSAGE_REJECTED,
                  Map.of(
                      "flaw", flaw.getKey(),
                      "more", Long.toString(counted.more),
                      "since", UtcTime.format(counted.since))));
        }
        flaws.remove();
      }
    }
  }
}
