package io.keyferry.local.iam;

/** A policy, or a request to judge by it, has something that the evaluator does not know. */
public final class PolicyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PolicyException(String message) {
    super(message);
  }
}
