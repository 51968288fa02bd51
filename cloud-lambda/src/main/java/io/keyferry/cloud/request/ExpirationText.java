package io.keyferry.cloud.request;

import io.keyferry.model.input.Violation;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** When the key material expires, in the forms that a caller may write. */
public final class ExpirationText {

  static final String EXPECTED =
      "never, a date such as 2027-01-31 (its first moment in UTC) or a time such as"
          + " 2027-01-31T12:00:00Z";

  /** KMS {@code ImportKeyMaterial}: "ValidTo must be less than 365 days in the future". */
  private static final Duration MAX_AHEAD = Duration.ofDays(365);

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private ExpirationText() {}

  /**
   * @throws InvalidValueException if the text has none of the three forms
   */
  static Expiration parse(String text) {
    return Expiration.parse(DATE.matcher(text).matches() ? text + "T00:00:00Z" : text);
  }

  /** The violation of a date that KMS would not accept now. */
  public static Optional<Violation> violation(Expiration expiration, Instant now) {
    return expiration
        .validTo()
        .filter(end -> !end.isAfter(now) || !end.isBefore(now.plus(MAX_AHEAD)))
        .map(end ->
            new Violation(
                "expiration",
                "a time after now, %s, and less than 365 days after it"
                    .formatted(UtcTime.format(now)),
                UtcTime.format(end)));
  }
}
