package io.keyferry.cloud.record;

import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Publishes the end of every import. The import stays due until its event is published: a crash may
 * delay or duplicate the event, never lose it.
 */
public final class CompletionEvents {

  /** The delay before publishing is retried. */
  private static final Duration BACK_OFF = Duration.ofMinutes(10);

  private final ImportEvents events;
  private final ImportStore store;

  public CompletionEvents(ImportEvents events, ImportStore store) {
    this.events = events;
    this.store = store;
  }

  /**
   * Publishes the end of an import. If that fails, the import does not: it is due again later,
   * behind others that wait.
   *
   * @return whether it was published
   */
  public boolean publish(StoredImport ended, Run run) {
    try {
      events.ended(ended.record());
    } catch (RuntimeException e) {
      run.log()
          .line(
              FlowLog.Level.ERROR,
              ended.record().importId(),
              "expected EventBridge to accept this import's completion event, found %s: if this continues, check that the event bus and the role's events:PutEvents are as deployed. It is retried in %d minutes."
                  .formatted(e, BACK_OFF.toMinutes()));
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
      // It stays due and is published again then.
      run.log().line(FlowLog.Level.WARN, ended.record().importId(), "stays due: " + e);
    }
  }
}
