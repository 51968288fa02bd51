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

/** Lets the agent try a PIN again that the token refused. */
@Command(
    name = "pin",
    subcommands = PinCommand.Reset.class,
    description = "Sees to the PIN of the token.")
final class PinCommand {

  /** {@code pin reset}. */
  @Command(
      name = "reset",
      description = {
        "Forgets that the token refused the PIN, so that the next command tries it again.",
        "A changed PIN is tried without this. Luna locks a partition after ten wrong ones."
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
                    ? "The refused PIN is forgotten. The next login tries the PIN that is in place."
                    : "No PIN was refused: there was nothing to forget.");
      }
      return 0;
    }
  }
}
