package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;
import java.util.Optional;
import java.util.function.Consumer;

/** A call has not returned in time, and may still be in the library. */
public final class StuckCallException extends HsmException {

  private static final long serialVersionUID = 1L;

  /** Not serialized: a call belongs to one process. */
  private final transient NativeCalls.Running<?> call;

  private final String name;

  StuckCallException(String name, NativeCalls.Running<?> call, String message) {
    super(Fault.CALL_STUCK, message);
    this.name = name;
    this.call = call;
  }

  /**
   * Runs the action when the call has returned, or now if it has.
   *
   * @param ended receives the call's failure, or nothing if the call succeeded after all
   */
  public void whenEnded(Consumer<Optional<HsmException>> ended) {
    call.afterwards(() -> ended.accept(call.failure(name)));
  }
}
