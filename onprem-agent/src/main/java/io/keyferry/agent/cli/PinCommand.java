package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.AgentVersion;
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
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets the agent try a PIN again that the token refused. */
@Command(
    name = "pin",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Sees to the PIN of the token.")
final class PinCommand {

  private PinCommand() {}

  /** {@code pin} with its subcommand. */
  static picocli.CommandLine with(PrintWriter out) {
    return new picocli.CommandLine(new PinCommand()).addSubcommand(new Reset(out));
  }

  /** {@code pin reset}. */
  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      versionProvider = AgentVersion.class,
      description = {
        "Forgets that the token refused the PIN, so that the next command tries it again.",
        "A changed PIN is tried without this. Luna locks a partition after ten wrong ones."
      })
  static final class Reset implements Callable<Integer> {

    private final PrintWriter out;

    @Mixin private ConfigOption config = new ConfigOption();

    Reset(PrintWriter out) {
      this.out = out;
    }

    @Override
    public Integer call() throws ConfigurationException, HsmException, AuditException {
      LogTarget.standardError();
      HsmConfig agent = config.readHsm();
      try (AuditLog log = AuditLog.open(agent.audit(), Clock.systemUTC())) {
        log.append(AuditEntry.of(AuditEvent.PIN_RESET, Map.of()));
        log.force();
        out.println(
            PinLatch.of(agent.audit()).reset()
                ? "The refused PIN is forgotten. The next login tries the PIN that is in place."
                : "No PIN was refused: there was nothing to forget.");
      }
      out.flush();
      return 0;
    }
  }
}
