package io.keyferry.agent.cli;

/** The exit statuses of all commands. systemd acts on them: see the unit and its manual page. */
final class ExitStatus {

  static final int DONE = 0;

  /** Trying again may help. */
  static final int FAILED = 1;

  /** Trying again is of no use or does harm: a wrong PIN locks the partition after some tries. */
  static final int OPERATOR = 2;

  /** The PKCS#11 library cannot be brought back in this process; in a new one it can. */
  static final int RESTART = 3;

  private ExitStatus() {}
}
