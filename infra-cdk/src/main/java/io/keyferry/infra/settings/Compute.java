package io.keyferry.infra.settings;

import java.util.Optional;

/**
 * How the functions run.
 *
 * @param tracing whether they are traced by X-Ray
 * @param reservedConcurrency whether concurrency is reserved for them
 * @param concurrencyLimit how many functions the account may run at once, where it is stated
 */
public record Compute(
    boolean tracing, boolean reservedConcurrency, Optional<Integer> concurrencyLimit) {

  /** What Lambda keeps for the account's other functions. */
  static final int UNRESERVED = 100;
}
