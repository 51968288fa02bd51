package io.keyferry.model.deployment;

/**
 * An event source mapping of Lambda: a queue whose messages invoke a function.
 *
 * @param batchSize how many messages an invocation gets
 * @param maximumConcurrency how many invocations run at once
 */
public record EventSourceSpec(
    QueueSpec queue, FunctionSpec target, int batchSize, int maximumConcurrency) {

  /** One result at a time, so that none waits for another's KMS calls. */
  public static final EventSourceSpec RESULTS =
      new EventSourceSpec(
          QueueSpec.RESULTS,
          FunctionSpec.COMPLETE_IMPORT,
          1,
          FunctionSpec.COMPLETE_IMPORT.reservedConcurrentExecutions());
}
