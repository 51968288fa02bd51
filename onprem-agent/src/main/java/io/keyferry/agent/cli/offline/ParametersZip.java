package io.keyferry.agent.cli.offline;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.KmsKeyId;
import io.keyferry.model.Sha256;
import io.keyferry.model.WrappingPublicKey;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the zip of import parameters that the KMS console makes. Writes nothing. */
public final class ParametersZip {

  /** The longest zip that is looked at. */
  static final int MOST_BYTES = 64 * 1024;

  private static final String EXPECTED =
      "the zip of import parameters as the KMS console gives it, at most %d bytes"
          .formatted(MOST_BYTES);
  private static final String CURE =
      "download it again, or unzip it and give --wrapping-key and --import-token";

  private ParametersZip() {}

  /**
   * Reads the zip.
   *
   * @throws OfflineFileException if it is anything but such a zip
   */
  public static ImportParameters read(Path file) throws OfflineFileException {
    byte[] zip = InputFile.read(file, MOST_BYTES, EXPECTED, CURE);
    try {
      return parse(file, zip);
    } catch (ZipFault e) {
      throw new OfflineFileException(file, e.expected(), e.found(), CURE);
    }
  }

  static ImportParameters parse(Path file, byte[] zip) throws ZipFault {
    Map<String, byte[]> content = ZipContent.of(zip);
    ConsoleLayout layout = ConsoleLayout.of(content.keySet());
    return new ImportParameters(
        wrappingKey(layout.wrappingKey(), content),
        Optional.of(
            new ImportToken(
                Sha256.of(importToken(layout.importToken(), content)),
                new Place.InZip(file, layout.importToken()))),
        keyId(file, layout));
  }

  private static WrappingPublicKey wrappingKey(String name, Map<String, byte[]> content)
      throws ZipFault {
    byte[] der = content.getOrDefault(name, new byte[0]);
    try {
      WrappingPublicKey key = WrappingPublicKey.of(der);
      key.spec();
      return key;
    } catch (InvalidValueException e) {
      throw new ZipFault(
          "an RSA wrapping key of KMS's in '%s', DER SubjectPublicKeyInfo".formatted(name),
          "%d bytes that are none (%s)".formatted(der.length, e.getMessage()));
    }
  }

  private static byte[] importToken(String name, Map<String, byte[]> content) throws ZipFault {
    byte[] token = content.getOrDefault(name, new byte[0]);
    String expected =
        "an import token of 1 to %d bytes in '%s'"
            .formatted(ImportParameters.MOST_TOKEN_BYTES, name);
    if (token.length == 0 || token.length > ImportParameters.MOST_TOKEN_BYTES) {
      throw new ZipFault(expected, token.length + " bytes");
    }
    if (ZipDirectory.startsAsZip(token)) {
      throw new ZipFault(expected, "another zip");
    }
    return token;
  }

  /** The earlier layout has it in its names, the later one in that of the zip. */
  private static Optional<KmsKeyId> keyId(Path file, ConsoleLayout layout) {
    Set<KmsKeyId> named = new LinkedHashSet<>(KmsKeyId.allIn(layout.wrappingKey()));
    if (named.isEmpty()) {
      named.addAll(KmsKeyId.allIn(String.valueOf(file.getFileName())));
    }
    return named.size() == 1 ? named.stream().findFirst() : Optional.empty();
  }
}
