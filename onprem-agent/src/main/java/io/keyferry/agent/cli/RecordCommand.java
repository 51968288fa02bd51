package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.AgentVersion;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with a ceremony record. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Verifies and shows ceremony records of imports, and records of offline wraps.")
final class RecordCommand {

  static CommandLine with(PrintWriter out, PrintWriter err) {
    return new CommandLine(new RecordCommand())
        .addSubcommand(new RecordVerifyCommand(out, err))
        .addSubcommand(new RecordShowCommand(out));
  }
}
