package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.AgentVersion;
import picocli.CommandLine.Command;

/** What can be done with an audit log. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks what the agent wrote down.")
final class AuditCommand {}
