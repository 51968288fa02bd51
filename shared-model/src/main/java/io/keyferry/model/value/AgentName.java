package io.keyferry.model.value;

import java.util.regex.Pattern;

/**
 * The name of an enrolled agent: at most 30 lower-case letters, digits and hyphens, a letter first.
 * It is part of the name of the agent's queue.
 */
public record AgentName(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,29}");

  /** For messages about an invalid value. */
  public static final String EXPECTED =
      "an agent's name (at most 30 of a-z, 0-9 and -, a letter first)";

  /**
   * @throws InvalidValueException if the value has another form
   */
  public AgentName {
    if (!FORM.matcher(value).matches()) {
      throw InvalidValueException.of(EXPECTED, value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
