package io.keyferry.agent.config;

/**
 * A command runs as a user who does not own the agent's files: the agent could not read what it
 * writes. Unchecked, because it always ends the command.
 */
public final class WrongUserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String owner;

  /**
   * Refuses to run.
   *
   * @param owner the name or number of the user who owns the files
   */
  WrongUserException(String message, String owner) {
    super(message);
    this.owner = owner;
  }

  /** The user in the format of sudo. */
  public String owner() {
    return owner.chars().allMatch(Character::isDigit) ? "#" + owner : owner;
  }
}
