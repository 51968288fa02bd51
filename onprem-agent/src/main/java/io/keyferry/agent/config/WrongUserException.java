package io.keyferry.agent.config;

/**
 * A command runs as another user than its files belong to: what it wrote would keep the agent from
 * them. Unchecked, as nothing but the end of the command follows.
 */
public final class WrongUserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String owner;

  /**
   * A refusal.
   *
   * @param owner the name or the number of the user to whom the files belong
   */
  WrongUserException(String message, String owner) {
    super(message);
    this.owner = owner;
  }

  /** The user as sudo takes it. */
  public String owner() {
    return owner.chars().allMatch(Character::isDigit) ? "#" + owner : owner;
  }
}
