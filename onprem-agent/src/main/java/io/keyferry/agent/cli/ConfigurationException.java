package io.keyferry.agent.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The configuration file is not usable. Carries every fault, not just the first. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> faults;

  /**
   * @param faults each names the property, what is expected and what was found
   */
  ConfigurationException(Path file, List<String> faults) {
    super(
        "%s has %s:\n  %s"
            .formatted(
                file,
                faults.size() == 1 ? "a fault" : faults.size() + " faults",
                String.join("\n  ", faults)));
    this.faults = new ArrayList<>(faults);
  }

  public List<String> faults() {
    return Collections.unmodifiableList(faults);
  }
}
