package io.keyferry.evidence.page;

import java.util.Optional;

/**
 * A line of a displayed ceremony record.
 *
 * @param value printable, not escaped
 * @param form how it is formatted
 * @param note what a reader should know about it
 */
public record RecordFact(String name, String value, Form form, Optional<String> note) {

  /** How a value is formatted. */
  public enum Form {
    /** Words. */
    TEXT,
    /** Something to compare character by character. */
    CODE
  }
}
