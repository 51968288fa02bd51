package io.keyferry.model.value;

/** A value is not what its type requires. The message says what was expected and what was found. */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 120;

  private final String found;

  private InvalidValueException(String expected, String found) {
    super("expected " + expected + ", found '" + found + "'");
    this.found = found;
  }

  /**
   * The only wording of such an error: {@code expected}, then the {@code found} text, shortened and
   * made printable.
   */
  public static InvalidValueException of(String expected, String found) {
    String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
    return new InvalidValueException(expected, shown.replaceAll("\\p{Cntrl}", "?"));
  }

  /** What was found, for a reader with its own wording of what is expected. */
  public String found() {
    return found;
  }
}
