package io.keyferry.cloud.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells of every import that has ended. It is due in the store until it was told, so that a crash
 * between the two has it told later, perhaps twice, and never not at all.
 */
public final class Announcements {

  /** Before what could not be told is told again. */
  private static final Duration BACK_OFF = Duration.ofMinutes(10);

  private final ImportEvents events;
  private final ImportStore store;

  public Announcements(ImportEvents events, ImportStore store) {
    this.events = events;
    this.store = store;
  }

  /**
   * Tells of an import that has ended. That it cannot be told now is no failure of the import: it
   * is due again a while later, behind others that wait.
   *
   * @return whether it was told
   */
  boolean tell(StoredImport ended, Run run) {
    try {
      events.ended(ended.record());
    } catch (RuntimeException e) {
      run.log()
          .line(FlowLog.Level.WARN, ended.record().importId(), "its end is still to be told: " + e);
      due(ended, Optional.of(run.now().plus(BACK_OFF)), run);
      return false;
    }
    due(ended, Optional.empty(), run);
    return true;
  }

  private void due(StoredImport ended, Optional<Instant> next, Run run) {
    try {
      store.replace(ended.due(next, run.requestId()));
    } catch (RuntimeException e) {
      // It is due as it was, and told once more then.
      run.log().line(FlowLog.Level.WARN, ended.record().importId(), "stays due: " + e);
    }
  }
}
