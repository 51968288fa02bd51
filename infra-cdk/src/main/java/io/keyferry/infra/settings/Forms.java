package io.keyferry.infra.settings;

import io.keyferry.model.input.Form;
import io.keyferry.model.input.UnexpectedValueException;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms of the settings. */
final class Forms {

  static final Form<VerificationKey> PUBLIC_KEY =
      Form.parsed(
          "the agent's EC P-256 public key as PEM, as its enrol command prints it",
          Forms::publicKey);

  /**
   * The characters that IAM allows in a session tag, without any that a policy would read as a
   * variable.
   */
  static final Form<String> COMMON_NAME =
      Form.text(
          "the common name (CN) in the subject of the agent's certificate (at most 64 letters,"
              + " digits, spaces and _.:/=+-@)",
          "[\\p{L}\\p{N}_.:/=+@-]([\\p{L}\\p{N} _.:/=+@-]{0,62}[\\p{L}\\p{N}_.:/=+@-])?");

  static final Form<String> ROLE_ARN =
      Form.text(
          "the ARN of a role (arn:aws:iam::123456789012:role/NAME)",
          "arn:aws(-us-gov)?:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,512}");

  /**
   * With a tag that begins with one of these, a caller of KeyFerry could impersonate someone else.
   */
  private static final List<String> RESERVED_TAGS = List.of("keyferry:", "aws:");

  static final Form<String> TAG_KEY =
      Form.text(
              "the key of a tag (at most 128 letters, digits, spaces and _.:/=+-@), with a * for any suffix only at the end, not starting with "
                  + String.join(" or ", RESERVED_TAGS),
              "[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,127}([\\p{L}\\p{Z}\\p{N}_.:/=+@-]|\\*)")
          .where(Forms::isNotReserved);
  static final Form<Integer> CONCURRENCY_LIMIT =
      Form.integer("a whole number, more than 0", limit -> limit > 0);
  static final Form<String> ACCOUNT = Form.text("an AWS account id of 12 digits", "[0-9]{12}");

  /** All except the one that KMS refuses. */
  static final Form<WrappingAlgorithm> WRAPPING_ALGORITHM =
      Form.oneOf(
          List.of(
              WrappingAlgorithm.RSAES_OAEP_SHA_256,
              WrappingAlgorithm.RSAES_OAEP_SHA_1,
              WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256,
              WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1),
          Enum::name);

  static final Form<WrappingKeySpec> WRAPPING_KEY_SPEC = Form.oneOf(WrappingKeySpec.values());
  static final Form<KeySpec> KEY_SPEC = Form.oneOf(KeySpec.values());
  static final Form<String> EMAIL =
      Form.text("an e-mail address", "[^\\s@,;<>\"]{1,64}@[^\\s@,;<>\"]{1,255}");
  static final Form<Duration> JOB_LIFETIME =
      Form.parsed(
              "an ISO 8601 duration such as PT12H, more than zero and at most PT24H",
              Duration::parse)
          .where(span -> span.isPositive() && span.compareTo(Duration.ofHours(24)) <= 0);
  static final Form<Duration> KEEP_FAILED =
      Form.parsed("an ISO 8601 number of days from P1D to P3650D, such as P400D", Duration::parse)
          .where(span ->
              span.equals(Duration.ofDays(span.toDays()))
                  && span.toDays() >= 1
                  && span.toDays() <= 3650);

  /** PutRetentionPolicy accepts no other numbers. */
  private static final List<Integer> RETENTION_DAYS =
      List.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  static final Form<Integer> LOG_RETENTION_DAYS =
      Form.integer(
          RETENTION_DAYS.stream()
              .map(String::valueOf)
              .collect(
                  Collectors.joining(
                      ", ", "a number of days that CloudWatch Logs accepts (one of ", ")")),
          RETENTION_DAYS::contains);
  static final Form<Integer> EXPIRY_WARNING_DAYS =
      Form.integer("a whole number of days from 1 to 365", days -> days >= 1 && days <= 365);

  private Forms() {}

  static Form<String> certificateAuthority(InstantSource clock) {
    return Form.parsed(
        "the operator's CA certificate, now valid, as PEM (-----BEGIN CERTIFICATE-----)",
        text -> CaCertificate.canonical(text, clock.instant()));
  }

  /** IAM compares the names of tags in conditions without regard to case. */
  private static boolean isNotReserved(String text) {
    boolean open = text.endsWith("*");
    String key = (open ? text.substring(0, text.length() - 1) : text).toLowerCase(Locale.ROOT);
    return RESERVED_TAGS.stream()
        .noneMatch(reserved -> key.startsWith(reserved) || (open && reserved.startsWith(key)));
  }

  private static VerificationKey publicKey(String pem) {
    try {
      return VerificationKey.ofPem(pem);
    } catch (InvalidValueException e) {
      throw new UnexpectedValueException(e.found());
    }
  }
}
