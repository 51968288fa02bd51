package io.keyferry.cloud.event;

import io.keyferry.model.input.Violation;

/**
 * One violation in a request, or one thing that AWS has against it.
 *
 * @param field its path, such as {@code newKey.administrators[0]}
 * @param expected what may be there
 * @param found what is there, shortened and made printable
 */
public record Fault(String field, String expected, String found) {

  private static final int SHOWN = 200;

  public Fault {
    String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
    found = shown.replaceAll("\\p{Cntrl}", "?");
  }

  /** The whole request, where no single field is at fault. */
  public static final String REQUEST = "request";

  /** A violation that the reader found; a text is without its quotes. */
  public static Fault of(Violation violation) {
    return new Fault(
        violation.path().isEmpty() ? REQUEST : violation.path(),
        violation.expected(),
        violation.found().replaceAll("(?s)^'(.*)'$", "$1")
            + violation.cure().map(": "::concat).orElse(""));
  }

  @Override
  public String toString() {
    return field + ": expected " + expected + ", found '" + found + "'";
  }
}
