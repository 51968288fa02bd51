package io.keyferry.agent.cli;

import picocli.CommandLine.Command;

/** What can be done with an audit log. */
@Command(
    name = "audit",
    subcommands = AuditVerifyCommand.class,
    description = "Checks what the agent wrote down.")
final class AuditCommand {}
