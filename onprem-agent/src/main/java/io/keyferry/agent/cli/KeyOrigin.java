package io.keyferry.agent.cli;

import io.keyferry.model.value.ImportId;
import java.util.Optional;

/**
 * What the audit log tells of where a key of the token comes from.
 *
 * @param importId the import that made it, if one did
 * @param keyArn the KMS key that it was made for, if the log tells
 */
record KeyOrigin(State state, Optional<ImportId> importId, Optional<String> keyArn) {

  /** How far it came. */
  enum State {
    /** Whether KMS took it, the import's record in the cloud says. */
    ANSWERED("wrapped, and the result sent to the cloud"),
    OFFLINE("made by keyferry-agent wrap"),
    UNFINISHED("orphan, unless its import is still under way: no wrapped key was sent"),
    UNKNOWN("orphan: labeled like an import's key, but the audit log does not know it");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean isOrphan() {
      return this == UNFINISHED || this == UNKNOWN;
    }
  }
}
