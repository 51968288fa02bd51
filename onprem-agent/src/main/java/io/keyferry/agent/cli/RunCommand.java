package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.ConfigOption;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.login.TokenOpener;
import io.keyferry.agent.process.ProcessEnd;
import io.keyferry.agent.run.HsmOutageException;
import io.keyferry.agent.run.RunningAgent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the agent until it is stopped. */
@Command(
    name = "run",
    description =
        "Processes the cloud's jobs until SIGTERM. Health is at http://127.0.0.1:PORT/health.")
final class RunCommand implements Callable<Integer> {

  private final TokenOpener opener;

  @Mixin private ConfigOption config = new ConfigOption();

  RunCommand(TokenOpener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call() throws ConfigurationException, InterruptedException, HsmOutageException {
    try (RunningAgent agent = RunningAgent.start(config.read(), opener);
        ProcessEnd.Step _ = ProcessEnd.before(agent::close)) {
      agent.awaitEnd();
    }
    return 0;
  }
}
