package io.keyferry.model.value;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM (RFC 7468) with the label {@code PUBLIC KEY}. */
final class Pem {

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");
  private static final Pattern OTHER = Pattern.compile("\\s*(-----BEGIN [A-Z0-9 ]{1,40}-----)");

  /** What {@code enrol} prints: it goes on after the key. */
  private static final Pattern LONGER = Pattern.compile(FORM.pattern() + "\\S.*", Pattern.DOTALL);

  private Pem() {}

  /**
   * The DER between the lines.
   *
   * @throws InvalidValueException if the text is anything else; it reveals nothing of a text that
   *     may be a private key
   */
  static byte[] publicKey(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw InvalidValueException.of("-----BEGIN PUBLIC KEY----- and its end", form(text));
    }
    try {
      return Base64.getMimeDecoder().decode(matcher.group(1));
    } catch (IllegalArgumentException e) {
      throw InvalidValueException.of("base64 between the PEM lines", form(text));
    }
  }

  private static String form(String text) {
    if (LONGER.matcher(text).matches()) {
      return text.length()
          + " characters that go on after -----END PUBLIC KEY----- (keep only the lines up to it)";
    }
    Matcher other = OTHER.matcher(text);
    return text.length()
        + " characters, "
        + (other.lookingAt() ? "beginning with " + other.group(1) : "not PEM");
  }
}
