package io.keyferry.agent.cli;

import picocli.CommandLine.Command;

/** What can be done with a ceremony record. */
@Command(
    name = "record",
    subcommands = {RecordVerifyCommand.class, RecordShowCommand.class},
    description = "Verifies and shows ceremony records of imports, and records of offline wraps.")
final class RecordCommand {}
