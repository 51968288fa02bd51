package io.keyferry.model.value;

import java.util.regex.Pattern;

/**
 * The name of a signing key: its JWK thumbprint with SHA-256 (RFC 7638), 43 characters of
 * base64url.
 */
public record KeyThumbprint(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  /**
   * @throws InvalidValueException if the value has another form
   */
  public KeyThumbprint {
    if (!FORM.matcher(value).matches()) {
      throw InvalidValueException.of("a JWK thumbprint (43 characters of base64url)", value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
