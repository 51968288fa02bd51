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

/** {@code --parameters}, or the files in it by themselves. */
public final class ParametersOption {

  /** The files by themselves. */
  static final class Files {

    @Option(
        names = "--wrapping-key",
        required = true,
        paramLabel = "FILE",
        description = "The wrapping public key by itself, DER or PEM.")
    private Path wrappingKey = Path.of("");

    @Option(
        names = "--import-token",
        paramLabel = "FILE",
        description = "The import token of the same download, for the record to name it.")
    private Optional<Path> importToken = Optional.empty();
  }

  @Option(
      names = "--parameters",
      paramLabel = "ZIP",
      description = "The zip of wrapping public key and import token, as the KMS console gave it.")
  private Path zip = Path.of("");

  @ArgGroup(exclusive = false, multiplicity = "1")
  private @Nullable Files files;

  public ImportParameters read() throws OfflineFileException {
    return files == null
        ? ParametersZip.read(zip)
        : ParametersFiles.read(files.wrappingKey, files.importToken);
  }
}
