package io.keyferry.agent.cli.offline;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.agent.cli.offline.KmsBytes.Mismatch;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads import parameters from files: the unpacked zip, or the output of the AWS CLI. */
public final class ParametersFiles {

  private ParametersFiles() {}

  /**
   * Reads both files, or the wrapping key alone.
   *
   * @param wrappingKey DER or PEM
   * @throws OfflineFileException if one of them has unexpected content
   */
  public static ImportParameters read(Path wrappingKey, Optional<Path> importToken)
      throws OfflineFileException {
    // The token first: if the two are swapped, only the wrapping key can be recognized.
    Optional<ImportToken> token =
        importToken.isPresent() ? Optional.of(token(importToken.get())) : Optional.empty();
    return new ImportParameters(
        KmsBytes.wrappingKey(read(wrappingKey, KmsBytes.WRAPPING_KEY)),
        token,
        keyId(wrappingKey),
        Optional.empty());
  }

  private static ImportToken token(Path file) throws OfflineFileException {
    return new ImportToken(Sha256.of(read(file, KmsBytes.IMPORT_TOKEN)), new Place.InFile(file));
  }

  private static byte[] read(Path file, KmsBytes kind) throws OfflineFileException {
    byte[] bytes = InputFile.read(file, KmsBytes.MAX_READ, kind.expected(), KmsBytes.GIVE);
    Optional<Mismatch> mismatch = kind.mismatch(bytes, file.toString());
    if (mismatch.isPresent()) {
      throw new OfflineFileException(
          file, kind.expected(), mismatch.get().found(), mismatch.get().cure());
    }
    return bytes;
  }

  private static Optional<KmsKeyId> keyId(Path wrappingKey) {
    List<KmsKeyId> named = KmsKeyId.allIn(String.valueOf(wrappingKey.getFileName()));
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }
}
