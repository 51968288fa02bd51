package io.keyferry.kmsemulator.value;

import java.util.regex.Pattern;

/**
 * The id of a KMS key: a lower-case UUID, or {@code mrk-} and 32 hex digits for a multi-Region key.
 */
public record KmsKeyId(String value) {

  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");

  /**
   * Validates the form.
   *
   * @throws InvalidValueException if the value has another form
   */
  public KmsKeyId {
    if (!FORM.matcher(value).matches()) {
      throw InvalidValueException.of("a KMS key id (UUID, or mrk- and 32 hex digits)", value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
