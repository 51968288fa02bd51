package io.keyferry.cloud.flow;

import io.keyferry.model.ImportId;
import java.util.Optional;

/**
 * Tells of every import that has ended. It is due in the store until it was told, so that a crash
 * between the two has it told later, perhaps twice, and never not at all.
 */
public final class Announcements {

  private final ImportEvents events;
  private final ImportStore store;

  public Announcements(ImportEvents events, ImportStore store) {
    this.events = events;
    this.store = store;
  }

  /** Tells of an import that has ended. What cannot be told now stays due: that is no failure. */
  void tell(StoredImport ended, Run run) {
    ImportId importId = ended.record().importId();
    try {
      events.ended(ended.record());
      store.replace(ended.due(Optional.empty(), run.requestId()));
    } catch (StaleRecordException e) {
      run.log().line(FlowLog.Level.INFO, importId, "told by another as well: " + e.getMessage());
    } catch (RuntimeException e) {
      run.log().line(FlowLog.Level.WARN, importId, "its end is still to be told: " + e);
    }
  }
}
