package io.keyferry.cloud.event;

/**
 * The answer of a function.
 *
 * @param status the HTTP status
 * @param json a JSON object
 */
public record Answer(int status, String json) {

  /** The answer for an operation that has ended, or that was only read. */
  public static Answer ok(String json) {
    return new Answer(200, json);
  }

  /** The answer for an operation that continues after the answer. */
  public static Answer accepted(String json) {
    return new Answer(202, json);
  }
}
