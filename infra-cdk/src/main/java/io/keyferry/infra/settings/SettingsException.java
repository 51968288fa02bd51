package io.keyferry.infra.settings;

import java.util.List;

/** The settings are at fault. The message has every fault, each on a line. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Names the source and lists its faults.
   *
   * @param source where the settings come from, such as a file
   */
  public SettingsException(String source, List<String> faults) {
    super(source + ":\n  " + String.join("\n  ", faults));
  }
}
