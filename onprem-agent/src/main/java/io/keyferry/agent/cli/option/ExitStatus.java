package io.keyferry.agent.cli.option;

/** The exit statuses of all commands. systemd acts on them: see the unit and its manual page. */
public final class ExitStatus {

  public static final int DONE = 0;

  /** Trying again may help. */
  public static final int FAILED = 1;

  /** Trying again is of no use or does harm: a wrong PIN locks the partition after some tries. */
  public static final int OPERATOR = 2;

  /** The PKCS#11 library cannot be brought back in this process; in a new one it can. */
  public static final int RESTART = 3;

  private ExitStatus() {}
}
