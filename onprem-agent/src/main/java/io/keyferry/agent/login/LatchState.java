package io.keyferry.agent.login;

import io.keyferry.model.value.Blob;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * What a {@link PinLatch} remembers, as a file of properties.
 *
 * @param unknown how many logins in a row began without a known outcome
 */
record LatchState(int unknown, Optional<Refusal> refusal) {

  /**
   * A login that a token refused.
   *
   * @param pin absent if the token did not report a wrong PIN: this PIN may be right, and no trace
   *     of the right PIN is kept
   * @param at UTC
   */
  record Refusal(String serial, Optional<Fingerprint> pin, Instant at, String reason) {}

  /** Recognizes a wrong PIN. */
  record Fingerprint(Blob salt, Blob hash) {}

  static final LatchState CLEAR = new LatchState(0, Optional.empty());

  private static final HexFormat HEX = HexFormat.of();
  private static final String UNKNOWN = "logins-without-an-answer";
  private static final String SERIAL = "refused-by-token";
  private static final String SALT = "salt";
  private static final String FINGERPRINT = "pin-fingerprint";
  private static final String AT = "refused-at";
  private static final String REASON = "reason";

  /**
   * Reads the file.
   *
   * @throws IOException if the file was not written by {@link #bytes}
   */
  static LatchState parse(String text) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
      return new LatchState(Integer.parseInt(value(properties, UNKNOWN)), refusal(properties));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("not a PIN latch: " + e.getMessage(), e);
    }
  }

  private static Optional<Refusal> refusal(Properties properties) throws IOException {
    if (properties.getProperty(SERIAL) == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            value(properties, SERIAL),
            fingerprint(properties),
            Instant.parse(value(properties, AT)),
            value(properties, REASON)));
  }

  private static Optional<Fingerprint> fingerprint(Properties properties) throws IOException {
    if (properties.getProperty(FINGERPRINT) == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Fingerprint(
            Blob.of(HEX.parseHex(value(properties, SALT))),
            Blob.of(HEX.parseHex(value(properties, FINGERPRINT)))));
  }

  private static String value(Properties properties, String name) throws IOException {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IOException("not a PIN latch: no " + name);
    }
    return value;
  }

  Optional<Refusal> refusalOf(String serial) {
    return refusal.filter(known -> known.serial().equals(serial));
  }

  LatchState begun() {
    return new LatchState(unknown + 1, refusal);
  }

  /** The login that {@link #begun} counted has a known outcome. */
  LatchState ended() {
    return new LatchState(Math.max(0, unknown - 1), refusal);
  }

  LatchState refused(Refusal now) {
    return new LatchState(0, Optional.of(now));
  }

  byte[] bytes() {
    Properties properties = new Properties();
    properties.setProperty(UNKNOWN, Integer.toString(unknown));
    refusal.ifPresent(known -> {
      properties.setProperty(SERIAL, known.serial());
      known
          .pin()
          .ifPresent(pin -> {
            properties.setProperty(SALT, HEX.formatHex(pin.salt().bytes()));
            properties.setProperty(FINGERPRINT, HEX.formatHex(pin.hash().bytes()));
          });
      properties.setProperty(AT, known.at().toString());
      properties.setProperty(REASON, known.reason());
    });
    StringWriter text = new StringWriter();
    try {
      properties.store(
          text, "Refused PINs, which are not tried again. Clear with: keyferry-agent pin reset");
    } catch (IOException e) {
      throw new IllegalStateException("a string takes everything", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
