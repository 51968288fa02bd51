package io.keyferry.agent.cli;

import io.keyferry.agent.cli.doctor.DoctorCommand;
import io.keyferry.agent.cli.option.AgentVersion;
import io.keyferry.agent.cli.option.Confirmation;
import io.keyferry.agent.cli.option.ExitStatus;
import io.keyferry.agent.cli.option.LogTarget;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.agent.login.PinSource;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.agent.process.ProcessEnd;
import io.keyferry.evidence.text.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ScopeType;

/** The command line of the agent. */
@Command(
    name = "keyferry-agent",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = AgentVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Wraps keys in a PKCS#11 token for AWS KMS, as signed jobs from the cloud half request.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitStatus.DONE + ":done",
      ExitStatus.FAILED + ":failed",
      ExitStatus.OPERATOR
          + ":wrong usage, configuration or PIN: the command fails again until an operator acts",
      ExitStatus.RESTART + ":the HSM is unreachable: a new process may recover it later",
      "143:run was stopped by SIGTERM, cleanly"
    })
public final class AgentMain {

  /** The commands for an audit log. */
  @Command(
      name = "audit",
      subcommands = AuditVerifyCommand.class,
      description = "Verifies what the agent recorded.")
  static final class AuditCommands {}

  /** The commands for a ceremony record. */
  @Command(
      name = "record",
      subcommands = {RecordVerifyCommand.class, RecordShowCommand.class},
      description = "Verifies and shows ceremony records of imports, and records of offline wraps.")
  static final class RecordCommands {}

  /** After this time the process ends, even if a library is not finalized. */
  private static final Duration FINALIZE_WITHIN = Duration.ofSeconds(3);

  private AgentMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    LogTarget.ofProcess(System.getenv());
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    ProcessEnd.install(() -> Tokens.finalizeAll(FINALIZE_WITHIN));
    ProcessEnd.exit(execute(TokenOpener.withPinOf(PinSource.ofProcess()), out, err, args));
  }

  public static int execute(TokenOpener opener, PrintWriter out, PrintWriter err, String... args) {
    return execute(opener, Confirmation.ofProcess(), out, err, args);
  }

  public static int execute(
      TokenOpener opener,
      Confirmation confirmation,
      PrintWriter out,
      PrintWriter err,
      String... args) {
    CommandLine line =
        commands(opener, confirmation)
            .setOut(Printable.writer(out))
            .setErr(Printable.writer(err))
            .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
            .setExecutionExceptionHandler(new FailureMessages());
    if (LogTarget.isJournal()) {
      line.setParameterExceptionHandler(FailureMessages::ofUsage);
    }
    return line.execute(args);
  }

  /** All commands with their options. */
  static CommandLine commands(TokenOpener opener, Confirmation confirmation) {
    return new CommandLine(new AgentMain())
        .addSubcommand(new RunCommand(opener))
        .addSubcommand(new EnrolCommand(opener))
        .addSubcommand(
            new CommandLine(new KeysCommand(opener))
                .addSubcommand(new KeysDestroyCommand(opener, confirmation)))
        .addSubcommand(new DoctorCommand(opener))
        .addSubcommand(new WrapCommand(opener))
        .addSubcommand(new PinCommand())
        .addSubcommand(new AuditCommands())
        .addSubcommand(new RecordCommands())
        .addSubcommand(completion())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Prints the bash completion, for the package's build. */
  private static CommandLine completion() {
    CommandLine command = new CommandLine(new AutoComplete.GenerateCompletion());
    command.getCommandSpec().usageMessage().hidden(true);
    return command;
  }
}
