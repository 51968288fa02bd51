package io.keyferry.agent.cli.option;

import io.keyferry.agent.config.AgentConfig;
import io.keyferry.agent.config.ConfigReader;
import io.keyferry.agent.config.ConfigurationException;
import io.keyferry.agent.config.HsmConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --config}, the same for every command and its subcommands. */
public final class ConfigOption {

  @Option(
      names = "--config",
      required = true,
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "The agent's configuration, agent.yml.")
  private Path file = Path.of("agent.yml");

  public Path file() {
    return file;
  }

  public AgentConfig read() throws ConfigurationException {
    return ConfigReader.read(file);
  }

  public HsmConfig readHsm() throws ConfigurationException {
    return ConfigReader.readHsm(file);
  }
}
