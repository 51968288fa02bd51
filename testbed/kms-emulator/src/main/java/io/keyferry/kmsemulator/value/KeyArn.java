package io.keyferry.kmsemulator.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a KMS key, {@code arn:aws:kms:REGION:ACCOUNT:key/ID}; never that of an alias.
 *
 * @param partition {@code aws}, {@code aws-us-gov}, …
 * @param region {@code eu-west-1}
 * @param account twelve digits
 */
public record KeyArn(String partition, String region, String account, KmsKeyId keyId) {

  private static final Pattern FORM =
      Pattern.compile(
          "arn:(aws[a-z-]{0,20}):kms:([a-z]{2}[a-z0-9-]{3,28}[0-9]):([0-9]{12}):key/(.{1,64})");

  /**
   * Validates the parts.
   *
   * @throws InvalidValueException if the parts do not form a KMS key ARN
   */
  public KeyArn {
    String whole = join(partition, region, account, keyId);
    if (!FORM.matcher(whole).matches()) {
      throw invalid(whole);
    }
  }

  /**
   * Reads the usual text form.
   *
   * @throws InvalidValueException if the text is anything else
   */
  public static KeyArn parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text);
    }
    return new KeyArn(
        matcher.group(1), matcher.group(2), matcher.group(3), new KmsKeyId(matcher.group(4)));
  }

  @Override
  public String toString() {
    return join(partition, region, account, keyId);
  }

  private static String join(String partition, String region, String account, KmsKeyId keyId) {
    return "arn:" + partition + ":kms:" + region + ":" + account + ":key/" + keyId;
  }

  private static InvalidValueException invalid(String text) {
    return InvalidValueException.of("a KMS key ARN (arn:aws:kms:REGION:ACCOUNT:key/ID)", text);
  }
}
