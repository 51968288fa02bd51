package io.keyferry.agent.cli;

import io.keyferry.model.testing.EcSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes configurations for tests. */
public final class ConfigFile {

  public static final String PEM = EcSigner.create().verificationKey().pem();

  private ConfigFile() {}

  /** Every property without a default, and no other. The library is any file that exists. */
  public static String min(Path directory) throws IOException {
    Path library = directory.resolve("library.so");
    if (!Files.exists(library)) {
      Files.createFile(library);
    }
    Files.createDirectories(directory.resolve("audit"));
    Files.createDirectories(directory.resolve("ledger"));
    return """
    cloud:
      region: eu-west-1
      jobs-queue-url: https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo
      results-queue-url: https://sqs.eu-west-1.amazonaws.com/123456789012/results.fifo
      signing-key: |
    %stoken:
      library: %s
      label: keyferry
    policy:
      accounts: [123456789012]
      regions: [eu-west-1]
    audit:
      directory: audit
    ledger:
      directory: ledger
    """
        .formatted(PEM.indent(4), library);
  }

  public static Path write(Path directory, String yaml) throws IOException {
    return Files.writeString(directory.resolve("agent.yml"), yaml);
  }
}
