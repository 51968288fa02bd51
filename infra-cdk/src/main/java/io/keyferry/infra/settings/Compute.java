package io.keyferry.infra.settings;

import java.util.Optional;

/**
 * How the functions run.
 *
 * @param tracing whether X-Ray traces them
 * @param reservedConcurrency whether concurrency is reserved for them
 * @param concurrencyLimit how many functions the account may run at once, if stated
 */
public record Compute(
    boolean tracing, boolean reservedConcurrency, Optional<Integer> concurrencyLimit) {

  /** The concurrency that Lambda keeps for the account's other functions. */
  static final int UNRESERVED = 100;
}
