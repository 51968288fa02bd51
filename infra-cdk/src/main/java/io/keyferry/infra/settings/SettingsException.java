package io.keyferry.infra.settings;

import java.util.List;

/** The settings have violations. The message lists all of them, one per line. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Names the source and lists its violations.
   *
   * @param source where the settings come from, such as a file
   */
  public SettingsException(String source, List<String> violations) {
    super(source + ":\n  " + String.join("\n  ", violations));
  }
}
