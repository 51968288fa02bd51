package io.keyferry.cloud.operation;

import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.UtcTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** The last operation of a page. Its text form is opaque: base64url of its time and its id. */
public record PageMark(Instant requestedAt, ImportId importId) {

  /**
   * Reads the text form.
   *
   * @throws InvalidValueException if the text is not from {@link #toString()}
   */
  public static PageMark parse(String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
      if (parts.length == 2) {
        return new PageMark(UtcTime.parse(parts[0]), new ImportId(parts[1]));
      }
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  @Override
  public String toString() {
    String mark = UtcTime.format(requestedAt) + " " + importId;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mark.getBytes(StandardCharsets.UTF_8));
  }

  private static InvalidValueException invalid(String text) {
    return InvalidValueException.of("the next of an earlier answer", text);
  }
}
