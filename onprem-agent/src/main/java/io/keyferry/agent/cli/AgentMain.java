package io.keyferry.agent.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the agent. */
@Command(
    name = "keyferry-agent",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Wraps keys in a PKCS#11 token for AWS KMS, on signed jobs from the cloud half.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or stopped in order",
      "1:failed",
      "2:wrong usage, configuration or PIN: the same call fails again until an operator acts",
      "3:the HSM is away: another process may fare better, and later"
    })
public final class AgentMain {

  private AgentMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(execute(TokenOpener.withPinOf(PinSource.ofProcess()), out, err, args));
  }

  static int execute(TokenOpener opener, PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new AgentMain())
        .addSubcommand(new RunCommand(opener))
        .addSubcommand(new EnrolCommand(opener, out))
        .addSubcommand(KeysCommand.with(opener, out, err, Confirmation.ofProcess()))
        .addSubcommand(new DoctorCommand(opener, out))
        .addSubcommand(new WrapCommand(opener, out, err))
        .addSubcommand(PinCommand.with(out))
        .addSubcommand(
            new CommandLine(new AuditCommand()).addSubcommand(new AuditVerifyCommand(out, err)))
        .addSubcommand(RecordCommand.with(out, err))
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new FailureMessages())
        .execute(args);
  }
}
