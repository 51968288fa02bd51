package io.keyferry.local.lambda;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** An invocation on its way through the Runtime API. */
record PendingInvocation(
    String requestId,
    String payload,
    Instant deadline,
    FunctionArn function,
    CompletableFuture<InvocationResult> result) {

  private static final int TRACE_DIGITS = 24;

  PendingInvocation(String requestId, String payload, Instant deadline, FunctionArn function) {
    this(requestId, payload, deadline, function, new CompletableFuture<>());
  }

  /** An X-Ray header with "not sampled"; its 96 bits are derived from the request id. */
  String traceId() {
    String digits = "0".repeat(TRACE_DIGITS) + requestId.replaceAll("[^0-9a-f]", "");
    return "Root=1-%08x-%s;Sampled=0"
        .formatted(deadline.getEpochSecond(), digits.substring(digits.length() - TRACE_DIGITS));
  }
}
