package io.keyferry.local.cli;

import io.keyferry.local.localstack.LocalStackSource;
import io.keyferry.model.value.InvalidValueException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that replace our own KMS, SQS and event bus with LocalStack's. */
final class LocalStackOptions {

  @Option(
      names = "--localstack",
      description =
          "Use the KMS, SQS and EventBridge of LocalStack, which the launcher sets up in a"
              + " Python 3.13, or starts in Docker if there is none (docs/localstack.md).")
  private boolean wanted;

  @Option(
      names = "--aws-endpoint",
      paramLabel = "URL",
      description = "With --localstack: use the LocalStack that already runs at this URL.")
  private Optional<String> endpoint = Optional.empty();

  /**
   * The LocalStack to use, if any.
   *
   * @throws ParameterException if the options do not match, or the launcher found no LocalStack
   */
  Optional<LocalStackSource> source(CommandLine command) {
    if (!wanted && endpoint.isPresent()) {
      throw new ParameterException(
          command,
          "expected --aws-endpoint with --localstack, found it without: add --localstack, or remove --aws-endpoint");
    }
    if (!wanted) {
      return Optional.empty();
    }
    try {
      Optional<LocalStackSource> source =
          endpoint.isPresent()
              ? endpoint.map(LocalStackSource::running)
              : LocalStackSource.ofSystemProperty();
      return source.or(() -> {
        throw new ParameterException(command, "--localstack: start through ./keyferry");
      });
    } catch (InvalidValueException e) {
      throw new ParameterException(command, "--localstack: " + e.getMessage(), e);
    }
  }
}
