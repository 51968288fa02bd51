package io.keyferry.cloud;

import io.keyferry.model.value.InvalidValueException;
import java.util.regex.Pattern;

/** The URL of a FIFO queue. */
final class QueueUrl {

  static final String EXPECTED = "a FIFO queue's URL";

  private static final Pattern FORM = Pattern.compile("https?://\\S+/[A-Za-z0-9_-]{1,75}\\.fifo");

  private QueueUrl() {}

  /**
   * @return the text
   * @throws InvalidValueException if it is not such a URL
   */
  static String check(String text) {
    if (!FORM.matcher(text).matches()) {
      throw InvalidValueException.of(EXPECTED, text);
    }
    return text;
  }
}
