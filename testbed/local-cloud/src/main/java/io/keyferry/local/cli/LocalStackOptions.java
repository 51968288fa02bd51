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
          "With the KMS, the SQS and the EventBridge of LocalStack, which the launcher sets up in a"
              + " Python 3.13, or starts in Docker where there is none (docs/localstack.md).")
  private boolean wanted;

  @Option(
      names = "--aws-endpoint",
      paramLabel = "URL",
      description = "With --localstack: take the LocalStack that already runs there.")
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
          "expected --aws-endpoint with --localstack, found it without: add --localstack, or leave --aws-endpoint out");
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
