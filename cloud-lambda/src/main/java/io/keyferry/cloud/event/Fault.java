package io.keyferry.cloud.event;

/**
 * One thing that is wrong with a request.
 *
 * @param field its path, such as {@code newKey.administrators[0]}
 * @param expected what may stand there
 * @param found what stands there, shortened and made printable
 */
public record Fault(String field, String expected, String found) {

  private static final int SHOWN = 200;

  public Fault {
    String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
    found = shown.replaceAll("\\p{Cntrl}", "?");
  }

  /** The whole request, where no single field is at fault. */
  public static final String REQUEST = "request";

  @Override
  public String toString() {
    return field + ": expected " + expected + ", found '" + found + "'";
  }
}
