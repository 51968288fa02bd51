package io.keyferry.infra.settings;

import io.keyferry.model.input.UnexpectedValueException;
import io.keyferry.model.input.Violation;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM (RFC 7468) with exactly one block and nothing around it. */
final class Pem {

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s+-----END \\1-----\\s*");

  private Pem() {}

  static byte[] decode(String label, String pem) {
    Matcher matcher = FORM.matcher(pem);
    if (!matcher.matches()) {
      throw new UnexpectedValueException(Violation.quoted(pem));
    }
    if (!matcher.group(1).equals(label)) {
      throw new UnexpectedValueException("PEM of a " + matcher.group(1));
    }
    try {
      return Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new UnexpectedValueException("PEM that is not base64");
    }
  }

  static String encode(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
