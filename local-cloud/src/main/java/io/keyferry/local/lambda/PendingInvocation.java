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

  PendingInvocation(String requestId, String payload, Instant deadline, FunctionArn function) {
    this(requestId, payload, deadline, function, new CompletableFuture<>());
  }

  /** An X-Ray header that says "not sampled"; the id is made of the request id's digits. */
  String traceId() {
    String digits = requestId.replace("-", "");
    return "Root=1-%08x-%s;Sampled=0"
        .formatted(deadline.getEpochSecond(), digits.substring(digits.length() - 24));
  }
}
