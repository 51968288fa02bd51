package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditException;
import io.keyferry.agent.cli.offline.OrderRefusedException;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.job.AgentKeyException;
import io.keyferry.agent.text.Printable;
import java.net.BindException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a failure in one sentence on standard error, and in the exit code. */
final class FailureMessages implements IExecutionExceptionHandler {

  /**
   * What is printed.
   *
   * @param text one line, but for a configuration's faults
   */
  private record Told(int exitCode, String text) {}

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    // Micronaut wraps what a factory throws.
    Told told =
        Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
            .flatMap(cause -> known(cause).stream())
            .findFirst()
            .orElseGet(() -> unexpected(failure));
    command.getErr().println(told.text());
    return told.exitCode();
  }

  private static Optional<Told> known(Throwable failure) {
    String message = Printable.line(String.valueOf(failure.getMessage()));
    return Optional.ofNullable(
        switch (failure) {
          case ConfigurationException e ->
              new Told(ExitStatus.OPERATOR, String.valueOf(e.getMessage()));
          case OrderRefusedException e -> new Told(ExitStatus.OPERATOR, message);
          case PinException e -> new Told(ExitStatus.OPERATOR, message);
          // As a usage error: whoever restarts a failed agent must not try this PIN again.
          case HsmException e when e.fault() == HsmException.Fault.PIN ->
              new Told(ExitStatus.OPERATOR, message);
          case HsmException e when e.fault().mayPass() -> new Told(ExitStatus.RESTART, message);
          case HsmException e -> new Told(ExitStatus.FAILED, message);
          case HsmGivenUpException e -> new Told(ExitStatus.RESTART, message);
          case AuditException e -> new Told(ExitStatus.FAILED, message);
          case AgentKeyException e -> new Told(ExitStatus.FAILED, message);
          case BindException e ->
              new Told(
                  ExitStatus.FAILED,
                  "could not open the health port on the loopback interface (%s): set agent.port to a free one, or to 0"
                      .formatted(message));
          default -> null;
        });
  }

  private static Told unexpected(Exception failure) {
    LoggerFactory.getLogger(FailureMessages.class).error("Unexpected failure", failure);
    return new Told(
        ExitStatus.FAILED,
        Printable.line("failed by a fault of the agent, see its log: " + failure));
  }
}
