package io.keyferry.local.lambda;

/**
 * An invocation that ended.
 *
 * @param logTail the last 4 KB that it wrote to the function's log
 */
public record CompletedInvocation(String requestId, InvocationResult result, String logTail) {}
