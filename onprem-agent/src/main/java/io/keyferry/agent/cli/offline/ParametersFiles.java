package io.keyferry.agent.cli.offline;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.model.InvalidValueException;
import io.keyferry.model.KmsKeyId;
import io.keyferry.model.Sha256;
import io.keyferry.model.WrappingPublicKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads import parameters from files: the zip unpacked, or what the AWS CLI gave. */
public final class ParametersFiles {

  private static final int MOST_KEY_BYTES = 8 * 1024;
  private static final byte DER_SEQUENCE = 0x30;
  private static final String KEY =
      "KMS's RSA wrapping key as DER SubjectPublicKeyInfo, or that as PEM";
  private static final String KEY_CURE =
      "give the file of the console's zip, or PublicKey of get-parameters-for-import, decoded by base64 --decode";
  private static final String TOKEN =
      "KMS's import token, 1 to %d bytes".formatted(ImportParameters.MOST_TOKEN_BYTES);
  private static final String TOKEN_CURE =
      "give the file of the console's zip, or ImportToken of get-parameters-for-import, decoded by base64 --decode";

  private ParametersFiles() {}

  /**
   * Reads both files, or the wrapping key alone.
   *
   * @param wrappingKey DER or PEM
   * @throws OfflineFileException if one of them is not what it should be
   */
  public static ImportParameters read(Path wrappingKey, Optional<Path> importToken)
      throws OfflineFileException {
    return new ImportParameters(
        key(wrappingKey),
        importToken.isPresent() ? Optional.of(token(importToken.get())) : Optional.empty(),
        keyId(wrappingKey));
  }

  private static WrappingPublicKey key(Path file) throws OfflineFileException {
    byte[] bytes = InputFile.read(file, MOST_KEY_BYTES, KEY, KEY_CURE);
    try {
      WrappingPublicKey key =
          bytes[0] == DER_SEQUENCE
              ? WrappingPublicKey.of(bytes)
              : WrappingPublicKey.ofPem(new String(bytes, StandardCharsets.ISO_8859_1));
      key.spec();
      return key;
    } catch (InvalidValueException e) {
      throw new OfflineFileException(
          file,
          KEY,
          "%d bytes that are none (%s)".formatted(bytes.length, e.getMessage()),
          KEY_CURE);
    }
  }

  private static ImportToken token(Path file) throws OfflineFileException {
    byte[] bytes = InputFile.read(file, ImportParameters.MOST_TOKEN_BYTES, TOKEN, TOKEN_CURE);
    if (ZipDirectory.startsAsZip(bytes)) {
      throw new OfflineFileException(
          file, TOKEN, "a zip", "give it with --parameters, or unzip it");
    }
    return new ImportToken(Sha256.of(bytes), new Place.InFile(file));
  }

  private static Optional<KmsKeyId> keyId(Path wrappingKey) {
    List<KmsKeyId> named = KmsKeyId.allIn(String.valueOf(wrappingKey.getFileName()));
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }
}
