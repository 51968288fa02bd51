package io.keyferry.agent.config;

import io.keyferry.evidence.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A file is unusable. Carries every violation, not just the first. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> violations;

  /**
   * Reports a file with violations.
   *
   * @param violations each names the property, what is expected and what is found
   */
  public ConfigurationException(Path file, List<String> violations) {
    super(
        "%s has %s:\n  %s"
            .formatted(
                Printable.line(file.toString()),
                violations.size() == 1 ? "a violation" : violations.size() + " violations",
                violations.stream().map(Printable::line).collect(Collectors.joining("\n  "))));
    this.violations = new ArrayList<>(violations);
  }

  public List<String> violations() {
    return Collections.unmodifiableList(violations);
  }
}
