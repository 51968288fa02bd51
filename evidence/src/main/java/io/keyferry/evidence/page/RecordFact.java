package io.keyferry.evidence.page;

import java.util.Optional;

/**
 * A line of a ceremony record as it is shown.
 *
 * @param value printable, not escaped
 * @param form how it is set
 * @param note what a reader should know of it
 */
public record RecordFact(String name, String value, Form form, Optional<String> note) {

  /** How a value is set. */
  public enum Form {
    /** Words. */
    TEXT,
    /** Something to compare character by character. */
    CODE
  }
}
