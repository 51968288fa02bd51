package io.keyferry.cloud;

import io.keyferry.model.input.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** The function's environment has violations. The message lists all of them. */
final class EnvironmentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EnvironmentException(List<Violation> violations) {
    super(
        violations.stream()
            .map(Violation::toString)
            .collect(Collectors.joining("\n", "the environment of this function is wrong:\n", "")));
  }
}
