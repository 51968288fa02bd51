package io.keyferry.model.value;

import java.util.UUID;
import java.util.regex.Pattern;

/** The name of one import, for its whole life: a lower-case UUID (RFC 9562). */
public record ImportId(String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * @throws InvalidValueException if the value is not a lower-case UUID
   */
  public ImportId {
    if (!FORM.matcher(value).matches()) {
      throw InvalidValueException.of("an import id (lower-case UUID)", value);
    }
  }

  public static ImportId of(UUID uuid) {
    return new ImportId(uuid.toString());
  }

  public UUID uuid() {
    return UUID.fromString(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
