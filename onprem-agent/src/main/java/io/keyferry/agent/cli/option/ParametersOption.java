package io.keyferry.agent.cli.option;

import io.keyferry.agent.cli.offline.ImportParameters;
import io.keyferry.agent.cli.offline.OfflineFileException;
import io.keyferry.agent.cli.offline.ParametersFiles;
import io.keyferry.agent.cli.offline.ParametersZip;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code --parameters}, or its files separately. */
public final class ParametersOption {

  /** The separate files. */
  static final class Files {

    @Option(
        names = "--wrapping-key",
        required = true,
        paramLabel = "FILE",
        description = "The wrapping public key as a separate file, DER or PEM.")
    private Path wrappingKey = Path.of("");

    @Option(
        names = "--import-token",
        paramLabel = "FILE",
        description = "The import token of the same download, to name it in the record.")
    private Optional<Path> importToken = Optional.empty();
  }

  @Option(
      names = "--parameters",
      paramLabel = "ZIP",
      description =
          "The zip with the wrapping public key and the import token, from the KMS console.")
  private Path zip = Path.of("");

  @ArgGroup(exclusive = false, multiplicity = "1")
  private @Nullable Files files;

  public ImportParameters read() throws OfflineFileException {
    return files == null
        ? ParametersZip.read(zip)
        : ParametersFiles.read(files.wrappingKey, files.importToken);
  }
}
