package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.ConfigOption;
import io.keyferry.agent.cli.option.LogTarget;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.login.PinLatch;
import io.keyferry.evidence.log.AuditEntry;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditLog;
import io.keyferry.model.message.AuditEvent;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets the agent retry a PIN that the token refused. */
@Command(
    name = "pin",
    subcommands = PinCommand.Reset.class,
    description = "Manages the PIN of the token.")
final class PinCommand {

  /** {@code pin reset}. */
  @Command(
      name = "reset",
      description = {
        "Clears the refused PIN, so that the next command tries it again.",
        "A changed PIN is tried without this. Luna locks a partition after ten wrong PINs."
      })
  static final class Reset implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws ConfigurationException, HsmException, AuditException {
      LogTarget.standardError();
      HsmConfig agent = config.readHsm();
      try (AuditLog log = AuditLog.open(agent.audit(), Clock.systemUTC())) {
        log.append(AuditEntry.of(AuditEvent.PIN_RESET, Map.of()));
        log.force();
        spec.commandLine()
            .getOut()
            .println(
                PinLatch.of(agent.audit()).reset()
                    ? "The refused PIN is cleared. The next login tries the current PIN."
                    : "No PIN was refused: nothing to clear.");
      }
      return 0;
    }
  }
}
