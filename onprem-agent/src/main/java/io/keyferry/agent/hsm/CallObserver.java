package io.keyferry.agent.hsm;

import java.time.Duration;

/** Observes completed calls to another system. Implementations neither block nor throw. */
@FunctionalInterface
public interface CallObserver {

  /** Ignores all calls. */
  CallObserver NONE = (function, took, succeeded) -> {};

  /**
   * A call returned or timed out.
   *
   * @param function its name, from a small set: {@code C_WrapKey}
   * @param took how long the caller waited
   */
  void called(String function, Duration took, boolean succeeded);
}
