package io.keyferry.infra.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The forms of the settings. */
final class Forms {

  static final Form<String> AGENT_NAME =
      Form.matching(
          "an agent's name (at most 30 of a-z, 0-9 and -, a letter first)", "[a-z][a-z0-9-]{0,29}");
  static final Form<String> PUBLIC_KEY =
      pem(
          "the agent's EC P-256 public key as PEM, as its enrol command prints it",
          P256PublicKey::canonical);

  /** What IAM lets a session tag hold, and nothing that a policy would take for a variable. */
  static final Form<String> COMMON_NAME =
      Form.matching(
          "the common name (CN) in the subject of the agent's certificate (at most 64 letters,"
              + " digits, spaces and _.:/=+-@)",
          "[\\p{L}\\p{N}_.:/=+@-]([\\p{L}\\p{N} _.:/=+@-]{0,62}[\\p{L}\\p{N}_.:/=+@-])?");

  static final Form<String> ROLE_ARN =
      Form.matching(
          "the ARN of a role (arn:aws:iam::123456789012:role/NAME)",
          "arn:aws(-us-gov)?:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,512}");

  /** With a tag that begins like these a caller of KeyFerry could speak for somebody else. */
  private static final List<String> RESERVED_TAGS = List.of("keyferry:", "aws:");

  static final Form<String> TAG_KEY =
      Form.text(
          "the key of a tag (at most 128 letters, digits, spaces and _.:/=+-@), a * for any rest at"
              + " its end alone, and none that begins with "
              + String.join(" or ", RESERVED_TAGS),
          text -> Optional.of(text).filter(Forms::isTagKey));
  static final Form<Integer> CONCURRENCY_LIMIT =
      Form.wholeNumber("a whole number, more than 0", limit -> limit > 0);
  static final Form<String> ACCOUNT = Form.matching("an AWS account id of 12 digits", "[0-9]{12}");
  static final Form<String> WRAPPING_ALGORITHM =
      oneOf(
          "RSAES_OAEP_SHA_256",
          "RSAES_OAEP_SHA_1",
          "RSA_AES_KEY_WRAP_SHA_256",
          "RSA_AES_KEY_WRAP_SHA_1");
  static final Form<String> WRAPPING_KEY_SPEC = oneOf("RSA_2048", "RSA_3072", "RSA_4096");
  static final Form<String> KEY_SPEC =
      oneOf(
          "SYMMETRIC_DEFAULT",
          "HMAC_224",
          "HMAC_256",
          "HMAC_384",
          "HMAC_512",
          "RSA_2048",
          "RSA_3072",
          "RSA_4096",
          "ECC_NIST_P256",
          "ECC_NIST_P384",
          "ECC_NIST_P521",
          "ECC_SECG_P256K1",
          "ECC_NIST_EDWARDS25519");
  static final Form<String> EMAIL =
      Form.matching("an e-mail address", "[^\\s@,;<>\"]{1,64}@[^\\s@,;<>\"]{1,255}");
  static final Form<Duration> JOB_LIFETIME =
      duration(
          "an ISO 8601 duration such as PT12H, more than nothing and at most PT24H",
          span -> span.isPositive() && span.compareTo(Duration.ofHours(24)) <= 0);
  static final Form<Duration> KEEP_FAILED =
      duration(
          "an ISO 8601 number of days from P1D to P3650D, such as P400D",
          span ->
              span.equals(Duration.ofDays(span.toDays()))
                  && span.toDays() >= 1
                  && span.toDays() <= 3650);
  static final Form<Integer> LOG_RETENTION_DAYS = logRetentionDays();
  static final Form<Integer> EXPIRY_WARNING_DAYS =
      Form.wholeNumber("a whole number of days from 1 to 365", days -> days >= 1 && days <= 365);

  private Forms() {}

  static Form<String> certificateAuthority(InstantSource clock) {
    return pem(
        "the operator's CA certificate, now valid, as PEM (-----BEGIN CERTIFICATE-----)",
        text -> CaCertificate.canonical(text, clock.instant()));
  }

  /** IAM compares the names of tags in conditions without regard to case. */
  private static boolean isTagKey(String text) {
    if (!text.matches("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,127}([\\p{L}\\p{Z}\\p{N}_.:/=+@-]|\\*)")) {
      return false;
    }
    boolean open = text.endsWith("*");
    String key = (open ? text.substring(0, text.length() - 1) : text).toLowerCase(Locale.ROOT);
    return RESERVED_TAGS.stream()
        .noneMatch(reserved -> key.startsWith(reserved) || (open && reserved.startsWith(key)));
  }

  private interface PemReader {
    String canonical(String pem) throws InvalidValue;
  }

  private static Form<String> pem(String expected, PemReader reader) {
    return new Form<>(
        expected,
        value -> {
          if (value instanceof String text) {
            return reader.canonical(text);
          }
          throw new InvalidValue(Faults.shown(value));
        });
  }

  private static Form<String> oneOf(String... names) {
    List<String> all = List.of(names);
    return Form.text(
        "one of " + String.join(", ", all), text -> Optional.of(text).filter(all::contains));
  }

  private static Form<Duration> duration(String expected, Predicate<Duration> accepted) {
    return Form.text(
        expected,
        text -> {
          try {
            return Optional.of(Duration.parse(text)).filter(accepted);
          } catch (DateTimeException e) {
            // The fault's wording is the form's own.
            return Optional.empty();
          }
        });
  }

  /** PutRetentionPolicy takes no other numbers. */
  private static Form<Integer> logRetentionDays() {
    List<Integer> known =
        List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
            2922, 3288, 3653);
    return Form.wholeNumber(
        "a number of days that CloudWatch Logs knows (one of "
            + String.join(", ", known.stream().map(String::valueOf).toList())
            + ")",
        known::contains);
  }
}
