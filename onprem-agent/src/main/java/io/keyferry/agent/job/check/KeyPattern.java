package io.keyferry.agent.job.check;

import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import java.util.regex.Pattern;

/**
 * A KMS key ARN in which {@code *} stands for any characters but a colon, such as {@code
 * arn:aws:kms:eu-west-1:123456789012:key/*}.
 */
public record KeyPattern(String text) {

  private static final Pattern FORM =
      Pattern.compile("arn:[a-z*-]+:kms:[a-z0-9*-]+:[0-9*]+:key/[a-z0-9*-]+");

  /** Any key; accounts and Regions still limit it. */
  public static final KeyPattern ANY = new KeyPattern("arn:*:kms:*:*:key/*");

  /**
   * Validates the pattern.
   *
   * @throws InvalidValueException if no KMS key ARN has this form
   */
  public KeyPattern {
    if (!FORM.matcher(text).matches()) {
      throw InvalidValueException.of(
          "a KMS key ARN (arn:aws:kms:REGION:ACCOUNT:key/ID, * for any characters but a colon)",
          text);
    }
  }

  boolean matches(KeyArn key) {
    String regex = Pattern.quote(text).replace("*", "\\E[^:]*\\Q");
    return Pattern.matches(regex, key.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
