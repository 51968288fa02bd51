package io.keyferry.agent.cli.offline;

import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * The import parameters from KMS, as far as wrapping needs them. The import token itself is not
 * kept.
 *
 * @param keyId the KMS key according to the file names; not authenticated
 * @param readme of the console's zip; not authenticated either
 */
public record ImportParameters(
    WrappingPublicKey wrappingKey,
    Optional<ImportToken> importToken,
    Optional<KmsKeyId> keyId,
    Optional<Readme> readme) {

  /** The max length of an import token, in bytes. */
  static final int MAX_TOKEN_BYTES = 6144;

  /** The import token's hash, and where it is for the upload. */
  public record ImportToken(Sha256 sha256, Place place) {}

  /** Where a file is. */
  public sealed interface Place {

    record InFile(Path file) implements Place {}

    /**
     * In a zip.
     *
     * @param entry the name of the entry, with its folder
     */
    record InZip(Path zip, String entry) implements Place {}
  }

  /** The algorithm chosen at the download, if the README names it. */
  public Optional<WrappingAlgorithm> algorithm() {
    return readme.flatMap(Readme::algorithm);
  }

  /** When KMS stops accepting the parameters, if the README gives the time. */
  Optional<Instant> expires() {
    return readme.flatMap(Readme::expires);
  }

  /** The spec that matches the size of the wrapping key. */
  public WrappingKeySpec wrappingKeySpec() {
    return wrappingKey.spec();
  }

  /** The wrapping key itself. */
  public RSAPublicKey rsa() {
    return wrappingKey.rsa(wrappingKeySpec());
  }
}
