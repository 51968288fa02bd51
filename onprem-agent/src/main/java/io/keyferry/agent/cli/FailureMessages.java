package io.keyferry.agent.cli;

import io.keyferry.agent.cli.offline.OrderRefusedException;
import io.keyferry.agent.cli.offline.ShellArgument;
import io.keyferry.agent.cli.option.ExitStatus;
import io.keyferry.agent.cli.option.LogTarget;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.WrongUserException;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.login.PinException;
import io.keyferry.agent.run.HsmOutageException;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.text.Printable;
import java.net.BindException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports a failure as one sentence on standard error and as an exit code. */
final class FailureMessages implements IExecutionExceptionHandler {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=-]+");

  /**
   * What is printed.
   *
   * @param text one line, or several for a configuration's violations
   */
  private record Outcome(int exitCode, String text) {}

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    // Micronaut wraps what a factory throws.
    Outcome outcome =
        Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
            .flatMap(cause -> known(cause, parseResult).stream())
            .findFirst()
            .orElseGet(() -> unexpected(failure));
    show(outcome.text(), command);
    return outcome.exitCode();
  }

  /** Reports wrong usage without printing the help. */
  static int ofUsage(CommandLine.ParameterException wrong, String[] args) {
    show(String.valueOf(wrong.getMessage()), wrong.getCommandLine());
    return ExitStatus.OPERATOR;
  }

  /** Logs the text if the log goes to journald, so that it shows among the errors there. */
  private static void show(String text, CommandLine command) {
    if (LogTarget.isJournal()) {
      LoggerFactory.getLogger(AgentMain.class).error("{}", text);
    } else {
      command.getErr().println(text);
    }
  }

  private static String asOwner(WrongUserException refused, ParseResult command) {
    return Stream.concat(
            Stream.of("sudo", "-u", refused.owner(), "keyferry-agent"),
            command.originalArgs().stream())
        .map(word -> PLAIN.matcher(word).matches() ? word : ShellArgument.of(word))
        .collect(Collectors.joining(" "));
  }

  private static Optional<Outcome> known(Throwable failure, ParseResult command) {
    String message = Printable.line(String.valueOf(failure.getMessage()));
    return Optional.ofNullable(
        switch (failure) {
          case WrongUserException e ->
              new Outcome(ExitStatus.OPERATOR, message + ": run " + asOwner(e, command));
          case ConfigurationException e ->
              new Outcome(ExitStatus.OPERATOR, String.valueOf(e.getMessage()));
          case OrderRefusedException e -> new Outcome(ExitStatus.OPERATOR, message);
          case PinException e -> new Outcome(ExitStatus.OPERATOR, message);
          // As a usage error: a supervisor that restarts the agent must not try this PIN again.
          case HsmException e when e.fault() == HsmException.Fault.PIN ->
              new Outcome(ExitStatus.OPERATOR, message);
          // The login guard failed, not the HSM.
          case HsmException e when e.getCause() instanceof AuditException ->
              new Outcome(ExitStatus.FAILED, message);
          case HsmException e when e.fault().isTransient() ->
              new Outcome(ExitStatus.RESTART, message);
          case HsmException e -> new Outcome(ExitStatus.FAILED, message);
          case HsmOutageException e -> new Outcome(ExitStatus.RESTART, message);
          case AuditException e -> new Outcome(ExitStatus.FAILED, message);
          case BindException e ->
              new Outcome(
                  ExitStatus.FAILED,
                  "expected the port agent.port (by default 8686) to be free on the loopback interface, found: %s. Stop the program that has it, or set agent.port to another"
                      .formatted(message));
          default -> null;
        });
  }

  private static Outcome unexpected(Exception failure) {
    LoggerFactory.getLogger(FailureMessages.class).error("Unexpected failure", failure);
    return new Outcome(
        ExitStatus.FAILED, Printable.line("internal error, see the agent's log: " + failure));
  }
}
