package io.keyferry.agent.config;

import io.keyferry.evidence.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration file is not usable. Carries every fault, not just the first. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> faults;

  /**
   * A file with violations.
   *
   * @param faults each names the property, what is expected and what was found
   */
  public ConfigurationException(Path file, List<String> faults) {
    super(
        "%s has %s:\n  %s"
            .formatted(
                Printable.line(file.toString()),
                faults.size() == 1 ? "a fault" : faults.size() + " faults",
                faults.stream().map(Printable::line).collect(Collectors.joining("\n  "))));
    this.faults = new ArrayList<>(faults);
  }

  public List<String> faults() {
    return Collections.unmodifiableList(faults);
  }
}
