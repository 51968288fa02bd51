package io.keyferry.model.value;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When the key material in KMS expires: {@code never}, or a time in UTC (KMS {@code
 * ImportKeyMaterial}, {@code ExpirationModel} and {@code ValidTo}).
 */
public record Expiration(Optional<Instant> validTo) {

  public static final Expiration NEVER = new Expiration(Optional.empty());

  private static final String NEVER_TEXT = "never";

  public Expiration {
    validTo = validTo.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
  }

  /**
   * Reads {@code never} or an RFC 3339 time in UTC.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static Expiration parse(String text) {
    return text.equals(NEVER_TEXT) ? NEVER : new Expiration(Optional.of(UtcTime.parse(text)));
  }

  @Override
  public String toString() {
    return validTo.map(UtcTime::format).orElse(NEVER_TEXT);
  }
}
