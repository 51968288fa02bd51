package io.keyferry.cloud.event;

/**
 * What a function answers.
 *
 * @param status over HTTP
 * @param json an object
 */
public record Answer(int status, String json) {

  /** Of what has ended, or was only read. */
  public static Answer ok(String json) {
    return new Answer(200, json);
  }

  /** Of what goes on after the answer. */
  public static Answer accepted(String json) {
    return new Answer(202, json);
  }
}
