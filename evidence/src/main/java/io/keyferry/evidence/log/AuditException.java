package io.keyferry.evidence.log;

/** The audit log cannot be written. The agent does not act until it can. */
public final class AuditException extends Exception {

  private static final long serialVersionUID = 1L;

  public AuditException(String message, Throwable cause) {
    super(message, cause);
  }

  public AuditException(String message) {
    super(message);
  }
}
