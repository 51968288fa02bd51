package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.config.ConfigurationException;
import java.util.List;

/** The whole of {@code agent.yml}. Where only the cloud's part is wrong, the HSM is looked at. */
final class ConfigurationCheck implements Check {

  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public Finding look(CheckContext visit) {
    try {
      visit.hsm.is(visit.surroundings.hsm());
      visit.config.is(visit.surroundings.config());
      return new Finding.Passed(visit.surroundings.file().toString());
    } catch (ConfigurationException e) {
      return new Finding.Failed(
          violations(visit, e),
          "correct %s; every property is in docs/agent-configuration.md"
              .formatted(visit.surroundings.file()));
    }
  }

  /** Of the whole, though the HSM's part has failed already. */
  private static List<String> violations(CheckContext visit, ConfigurationException first) {
    try {
      visit.surroundings.config();
      return first.violations();
    } catch (ConfigurationException e) {
      return e.violations();
    }
  }
}
