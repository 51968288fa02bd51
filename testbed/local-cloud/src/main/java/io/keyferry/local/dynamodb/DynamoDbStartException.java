package io.keyferry.local.dynamodb;

import java.nio.file.Path;

/** DynamoDB local did not start. Its log file has the reason. */
public final class DynamoDbStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DynamoDbStartException(String found, Path log) {
    super(
        "expected DynamoDB local to answer, found that "
            + found
            + "; the reason is in "
            + log.toAbsolutePath());
  }
}
