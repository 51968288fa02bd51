package io.keyferry.local.lambda;

/** Lambda refuses the request. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient InvokeRefusal refusal;

  RefusedException(InvokeRefusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  InvokeRefusal refusal() {
    return refusal;
  }
}
