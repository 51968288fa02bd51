package io.keyferry.agent.job;

/** The token does not hold the signing key that this agent is enrolled with. */
public final class AgentKeyException extends Exception {

  private static final long serialVersionUID = 1L;

  AgentKeyException(String message) {
    super(message);
  }
}
