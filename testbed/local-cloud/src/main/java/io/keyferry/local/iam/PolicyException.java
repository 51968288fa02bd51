package io.keyferry.local.iam;

/** A policy, or a request to judge with it, contains something that the evaluator does not know. */
public final class PolicyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PolicyException(String message) {
    super(message);
  }
}
