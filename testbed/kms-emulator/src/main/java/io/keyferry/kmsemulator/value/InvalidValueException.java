package io.keyferry.kmsemulator.value;

/** A value that violates its type. The message names what was expected and what was found. */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 120;

  private InvalidValueException(String message) {
    super(message);
  }

  /**
   * The one wording of a violation: {@code expected}, then the {@code found} text, shortened and
   * made printable.
   */
  public static InvalidValueException of(String expected, String found) {
    String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
    return new InvalidValueException(
        "expected " + expected + ", found '" + shown.replaceAll("\\p{Cntrl}", "?") + "'");
  }
}
