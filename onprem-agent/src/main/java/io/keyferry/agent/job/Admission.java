package io.keyferry.agent.job;

import io.keyferry.model.Failure;

/** What the journal says to a job. */
sealed interface Admission {

  /** It stands in the journal, on the disk. */
  enum Known implements Admission {
    /** Nothing of this import was begun before. */
    FIRST,
    /** This import was begun before: its key may be in the HSM. */
    AGAIN
  }

  /** It may not be worked. */
  record Refused(Failure failure) implements Admission {}
}
