package io.keyferry.agent.hsm;

import java.time.Duration;

/** Is told of each call to another system once it is over. Neither waits nor throws. */
@FunctionalInterface
public interface CallObserver {

  /** Looks away. */
  CallObserver NONE = (function, took, succeeded) -> {};

  /**
   * A call is over: it returned, or was given up on.
   *
   * @param function its name, one of few: {@code C_WrapKey}
   * @param took what the caller waited
   */
  void called(String function, Duration took, boolean succeeded);
}
