package io.keyferry.agent.cli.offline;

import io.keyferry.agent.cli.offline.ImportParameters.ImportToken;
import io.keyferry.agent.cli.offline.ImportParameters.Place;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.Sha256;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the KMS console's zip of import parameters. Writes nothing. */
public final class ParametersZip {

  /** The max size of a zip, in bytes. */
  static final int MAX_BYTES = 64 * 1024;

  private static final String EXPECTED =
      "the KMS console's zip of import parameters, max %d bytes".formatted(MAX_BYTES);
  private static final String CURE =
      "download it again, or unzip it and pass --wrapping-key and --import-token";

  private ParametersZip() {}

  /**
   * Reads the zip.
   *
   * @throws OfflineFileException if the file is not such a zip
   */
  public static ImportParameters read(Path file) throws OfflineFileException {
    byte[] zip = InputFile.read(file, MAX_BYTES, EXPECTED, CURE);
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
        KmsBytes.wrappingKey(entry(layout.wrappingKey(), content, KmsBytes.WRAPPING_KEY)),
        Optional.of(
            new ImportToken(
                Sha256.of(entry(layout.importToken(), content, KmsBytes.IMPORT_TOKEN)),
                new Place.InZip(file, layout.importToken()))),
        keyId(file, layout),
        layout.readme().map(name -> Readme.of(content.getOrDefault(name, new byte[0]))));
  }

  private static byte[] entry(String name, Map<String, byte[]> content, KmsBytes kind)
      throws ZipFault {
    byte[] bytes = content.getOrDefault(name, new byte[0]);
    Optional<KmsBytes.Mismatch> mismatch = kind.mismatch(bytes, name);
    if (mismatch.isPresent()) {
      throw new ZipFault("%s in '%s'".formatted(kind.expected(), name), mismatch.get().found());
    }
    return bytes;
  }

  /** The key id is in the entry names of the earlier layout, in the zip's name of the later one. */
  private static Optional<KmsKeyId> keyId(Path file, ConsoleLayout layout) {
    Set<KmsKeyId> named = new LinkedHashSet<>(KmsKeyId.allIn(layout.wrappingKey()));
    if (named.isEmpty()) {
      named.addAll(KmsKeyId.allIn(String.valueOf(file.getFileName())));
    }
    return named.size() == 1 ? named.stream().findFirst() : Optional.empty();
  }
}
