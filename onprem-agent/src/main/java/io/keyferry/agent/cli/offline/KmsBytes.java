package io.keyferry.agent.cli.offline;

import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The wrapping key or the import token from KMS, from a file or a zip entry. Anything else is
 * refused before the HSM generates a key.
 */
enum KmsBytes {
  WRAPPING_KEY("KMS's RSA wrapping key as DER SubjectPublicKeyInfo, or that as PEM", "PublicKey") {
    @Override
    boolean takes(TextForm text) {
      return text.pem();
    }

    @Override
    Optional<Mismatch> mismatch(byte[] bytes) {
      try {
        wrappingKey(bytes);
        return Optional.empty();
      } catch (InvalidValueException e) {
        return Optional.of(
            new Mismatch(
                "%d bytes that are not one (%s)".formatted(bytes.length, e.getMessage()), GIVE));
      }
    }
  },
  /** Opaque to everyone but KMS. */
  IMPORT_TOKEN(
      "KMS's import token, 1 to %d bytes".formatted(ImportParameters.MAX_TOKEN_BYTES),
      "ImportToken") {
    @Override
    boolean takes(TextForm text) {
      return false;
    }

    @Override
    Optional<Mismatch> mismatch(byte[] bytes) {
      if (WRAPPING_KEY.mismatch(bytes).isEmpty()) {
        return Optional.of(new Mismatch("a wrapping key", "pass it with --wrapping-key"));
      }
      return bytes.length > ImportParameters.MAX_TOKEN_BYTES
          ? Optional.of(
              new Mismatch("more than %d bytes".formatted(ImportParameters.MAX_TOKEN_BYTES), GIVE))
          : Optional.empty();
    }
  };

  /** Enough bytes to recognize either of them as text. */
  static final int MAX_READ = 32 * 1024;

  static final String GIVE =
      "pass the file from the console's zip, or the output of get-parameters-for-import, decoded with base64 -d";

  private static final byte DER_SEQUENCE = 0x30;

  /**
   * How the bytes differ from what is expected.
   *
   * @param found completes "found …"
   * @param cure what to do about it
   */
  record Mismatch(String found, String cure) {}

  private final String expected;
  private final String field;

  KmsBytes(String expected, String field) {
    this.expected = expected;
    this.field = field;
  }

  /** Completes "expected …". */
  String expected() {
    return expected;
  }

  /** Whether this text can be read directly. */
  abstract boolean takes(TextForm text);

  /** What is wrong with bytes that are neither a zip nor text. */
  abstract Optional<Mismatch> mismatch(byte[] bytes);

  /**
   * What is wrong with the bytes.
   *
   * @param name the name of the file
   */
  Optional<Mismatch> mismatch(byte[] bytes, String name) {
    if (bytes.length == 0) {
      return Optional.of(new Mismatch("0 bytes", GIVE));
    }
    if (ZipDirectory.startsAsZip(bytes)) {
      return Optional.of(new Mismatch("a zip", "pass it with --parameters, or unzip it"));
    }
    return TextForm.of(bytes, field, name)
        .filter(text -> !takes(text))
        .map(this::undecoded)
        .or(() -> mismatch(bytes));
  }

  private Mismatch undecoded(TextForm text) {
    return new Mismatch(
        text.words(),
        text.decoding()
            .map(command -> "decode it with %s > %s.bin".formatted(command, field))
            .orElse(GIVE));
  }

  /**
   * Reads a wrapping key.
   *
   * @throws InvalidValueException if the bytes are not one
   */
  static WrappingPublicKey wrappingKey(byte[] bytes) {
    WrappingPublicKey key =
        bytes[0] == DER_SEQUENCE
            ? WrappingPublicKey.of(bytes)
            : WrappingPublicKey.ofPem(new String(bytes, StandardCharsets.ISO_8859_1));
    key.spec();
    return key;
  }
}
