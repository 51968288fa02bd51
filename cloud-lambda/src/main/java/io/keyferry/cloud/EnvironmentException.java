package io.keyferry.cloud;

import io.keyferry.cloud.event.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** The function's environment is not what it needs. The message lists every variable at fault. */
final class EnvironmentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EnvironmentException(List<Fault> faults) {
    super(
        faults.stream()
            .map(Fault::toString)
            .collect(Collectors.joining("\n", "the environment of this function is wrong:\n", "")));
  }
}
