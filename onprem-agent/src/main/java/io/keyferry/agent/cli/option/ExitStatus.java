package io.keyferry.agent.cli.option;

/** The exit statuses of all commands. systemd acts on them: see the unit and the manual page. */
public final class ExitStatus {

  public static final int DONE = 0;

  /** A retry may succeed. */
  public static final int FAILED = 1;

  /** A retry is useless or harmful: a wrong PIN locks the partition after some tries. */
  public static final int OPERATOR = 2;

  /** The PKCS#11 library cannot be recovered in this process, but in a new one it can. */
  public static final int RESTART = 3;

  private ExitStatus() {}
}
