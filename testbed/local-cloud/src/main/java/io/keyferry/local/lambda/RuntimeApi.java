package io.keyferry.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import io.keyferry.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lambda's Runtime API (version 2018-06-01), from which a function's process requests invocations.
 * Each process has its own server, so that a late request of a killed process reaches nobody.
 */
final class RuntimeApi implements AutoCloseable {

  /** The max size of a function's answer, in bytes. */
  private static final int LARGEST_ANSWER = 6 * 1024 * 1024 + 100;

  private static final String ROOT = "/2018-06-01/runtime";
  private static final Pattern ANSWER =
      Pattern.compile(ROOT + "/invocation/(?<id>[^/]+)/(?<kind>response|error)");

  private final SynchronousQueue<PendingInvocation> handOver = new SynchronousQueue<>();
  private final Map<String, PendingInvocation> running = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<String> initError = new CompletableFuture<>();
  private final LoopbackServer server;

  RuntimeApi() throws IOException {
    server = LoopbackServer.start(0, this::handle);
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
  String hostAndPort() {
    return server.hostAndPort();
  }

  /** Completes with the first {@code next}: the handler exists. */
  CompletableFuture<Void> asked() {
    return asked;
  }

  /** Completes with the error object if the handler could not be created. */
  CompletableFuture<String> initError() {
    return initError;
  }

  /** Passes the invocation to the process if it requests one within this time. */
  boolean hand(PendingInvocation invocation, long millis) throws InterruptedException {
    return handOver.offer(invocation, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    Matcher answer = ANSWER.matcher(path);
    if (path.equals(ROOT + "/invocation/next")) {
      next(exchange);
    } else if (path.equals(ROOT + "/init/error")) {
      initError.complete(LoopbackServer.body(exchange));
      accepted(exchange);
    } else if (answer.matches()) {
      answer(exchange, answer.group("id"), answer.group("kind").equals("error"));
    } else {
      refuse(exchange, 404, "InvalidPath", "No such path: " + path);
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    asked.complete(null);
    PendingInvocation invocation = handOver.take();
    running.put(invocation.requestId(), invocation);
    Map<String, String> headers =
        Map.of(
            "Lambda-Runtime-Aws-Request-Id", invocation.requestId(),
            "Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadline().toEpochMilli()),
            "Lambda-Runtime-Invoked-Function-Arn", invocation.function().toString(),
            "Lambda-Runtime-Trace-Id", invocation.traceId());
    LoopbackServer.answer(exchange, 200, headers, invocation.payload());
  }

  private void answer(HttpExchange exchange, String requestId, boolean error) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_ANSWER + 1);
    PendingInvocation invocation = running.remove(requestId);
    if (invocation == null) {
      refuse(exchange, 400, "InvalidRequestID", "Invalid request ID");
    } else if (body.length > LARGEST_ANSWER) {
      String message = "Exceeded maximum allowed payload size (" + LARGEST_ANSWER + " bytes).";
      invocation
          .result()
          .complete(new InvocationResult.Failed(fault("Function.ResponseSizeTooLarge", message)));
      refuse(exchange, 413, "RequestEntityTooLarge", message);
    } else {
      String payload = new String(body, StandardCharsets.UTF_8);
      invocation
          .result()
          .complete(
              error
                  ? new InvocationResult.Failed(payload)
                  : new InvocationResult.Returned(payload));
      accepted(exchange);
    }
  }

  private static void accepted(HttpExchange exchange) throws IOException {
    LoopbackServer.answer(exchange, 202, Map.of(), Json.object().put("status", "OK").toString());
  }

  private static void refuse(HttpExchange exchange, int status, String type, String message)
      throws IOException {
    LoopbackServer.answer(exchange, status, Map.of(), fault(type, message));
  }

  private static String fault(String type, String message) {
    return Json.object().put("errorType", type).put("errorMessage", message).toString();
  }
}
