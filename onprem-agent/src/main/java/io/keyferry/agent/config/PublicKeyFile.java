package io.keyferry.agent.config;

import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file with an EC P-256 public key as PEM. */
public final class PublicKeyFile {

  private static final int MAX_BYTES = 16 * 1024;
  private static final int SHOWN = 40;
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";

  private PublicKeyFile() {}

  /**
   * Reads the key.
   *
   * @throws IOException if there is no such key; the message describes what was found but never
   *     quotes it: it may be a private key
   */
  public static VerificationKey read(Path file) throws IOException {
    byte[] bytes = GivenFile.read(file, MAX_BYTES);
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      return VerificationKey.ofPem(text);
    } catch (InvalidValueException e) {
      throw GivenFile.found(
          file, text.startsWith(BEGIN) ? e.found() : bytes.length + " bytes, " + form(text));
    }
  }

  private static String form(String text) {
    return text.lines()
        .findFirst()
        .filter(line -> line.startsWith("-----BEGIN "))
        .map(line -> "beginning with '" + line.substring(0, Math.min(SHOWN, line.length())) + "'")
        .orElse("not PEM");
  }
}
