package io.keyferry.infra.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Keys and certificates for tests. Their private keys were discarded. */
public final class Pems {

  private Pems() {}

  /** The content of the resource with that name. */
  public static String of(String name) {
    try (InputStream pem =
        Optional.ofNullable(Pems.class.getResourceAsStream(name + ".pem")).orElseThrow()) {
      return new String(pem.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
