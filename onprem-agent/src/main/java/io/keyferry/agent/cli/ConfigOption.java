package io.keyferry.agent.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config}, the same for every command. */
final class ConfigOption {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The agent's configuration, agent.yml.")
  private Path file = Path.of("agent.yml");

  Path file() {
    return file;
  }

  AgentConfig read() throws ConfigurationException {
    return ConfigReader.read(file);
  }

  HsmConfig readHsm() throws ConfigurationException {
    return ConfigReader.readHsm(file);
  }
}
