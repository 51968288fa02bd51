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
 * What KMS gave for one import, as far as wrapping needs it. The import token itself is not kept.
 *
 * @param keyId the KMS key that the names of the files tell; nothing vouches for it
 * @param readme of the console's zip; nothing vouches for it either
 */
public record ImportParameters(
    WrappingPublicKey wrappingKey,
    Optional<ImportToken> importToken,
    Optional<KmsKeyId> keyId,
    Optional<Readme> readme) {

  /** The longest import token of KMS's, in bytes. */
  static final int MAX_TOKEN_BYTES = 6144;

  /** The import token's name, and where it lies for whoever uploads it. */
  public record ImportToken(Sha256 sha256, Place place) {}

  /** Where a file lies. */
  public sealed interface Place {

    record InFile(Path file) implements Place {}

    /**
     * In a zip.
     *
     * @param entry its name there, with its folder
     */
    record InZip(Path zip, String entry) implements Place {}
  }

  /** The algorithm that was chosen at the download, where the README names it. */
  public Optional<WrappingAlgorithm> algorithm() {
    return readme.flatMap(Readme::algorithm);
  }

  /** When KMS stops accepting them, where the README gives the time. */
  Optional<Instant> expires() {
    return readme.flatMap(Readme::expires);
  }

  /** By the size of the wrapping key. */
  public WrappingKeySpec wrappingKeySpec() {
    return wrappingKey.spec();
  }

  /** The wrapping key itself. */
  public RSAPublicKey rsa() {
    return wrappingKey.rsa(wrappingKeySpec());
  }
}
