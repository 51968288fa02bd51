package io.keyferry.model.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The three parts of a message, as encoded. */
public record Jws(String header, String payload, String signature) {

  /** The parts of a well-formed message. */
  public static Jws of(String compact) {
    String[] parts = compact.split("\\.", -1);
    return new Jws(parts[0], parts[1], parts[2]);
  }

  public Jws header(byte[] bytes) {
    return new Jws(encode(bytes), payload, signature);
  }

  public Jws payload(byte[] bytes) {
    return new Jws(header, encode(bytes), signature);
  }

  public Jws signature(byte[] bytes) {
    return new Jws(header, payload, encode(bytes));
  }

  public String headerText() {
    return new String(decode(header), StandardCharsets.UTF_8);
  }

  public String payloadText() {
    return new String(decode(payload), StandardCharsets.UTF_8);
  }

  public byte[] signatureBytes() {
    return decode(signature);
  }

  /** The signing input, ASCII. */
  public byte[] signed() {
    return (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
  }

  /** base64url without padding. */
  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  /** The compact serialization. */
  @Override
  public String toString() {
    return header + "." + payload + "." + signature;
  }
}
