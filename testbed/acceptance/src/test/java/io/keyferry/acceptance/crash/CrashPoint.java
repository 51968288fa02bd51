package io.keyferry.acceptance.crash;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The point at which the agent is killed. */
public enum CrashPoint {
  AFTER_GENERATE,
  AFTER_WRAP,
  AFTER_SEND;

  /** The environment variable that names the point. */
  public static final String VARIABLE = "KEYFERRY_TEST_CRASH";

  /** Kills this process if this is the chosen point. */
  void reached() {
    if (!name().equals(System.getenv(VARIABLE))) {
      return;
    }
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("kill", "-9", pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
