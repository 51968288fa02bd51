package io.keyferry.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import io.keyferry.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda's Invoke (API version 2015-03-31). Signatures and permissions are not checked. */
final class InvokeEndpoint {

  private static final String LATEST = "$LATEST";
  private static final Pattern PATH =
      Pattern.compile("/2015-03-31/functions/(?<function>[^/]+)/invocations");
  private static final Pattern QUALIFIER =
      Pattern.compile("(?:^|.*&)Qualifier=(?<qualifier>[^&]*).*");

  private final LocalLambda lambda;
  private final EventInvoker events;

  InvokeEndpoint(LocalLambda lambda, EventInvoker events) {
    this.lambda = lambda;
    this.events = events;
  }

  void handle(HttpExchange exchange) throws IOException, InterruptedException {
    String requestId = lambda.settings().requestId();
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    String path = exchange.getRequestURI().getPath();
    Matcher matcher = PATH.matcher(path);
    Optional<FunctionReference> reference =
        matcher.matches() && exchange.getRequestMethod().equals("POST")
            ? FunctionReference.parse(matcher.group("function"))
            : Optional.empty();
    String type = header(exchange, "X-Amz-Invocation-Type").orElse("RequestResponse");
    Optional<InvocationType> invocationType = InvocationType.of(type);
    if (reference.isEmpty()) {
      refuse(exchange, InvokeRefusal.unknownPath(exchange.getRequestMethod() + " " + path));
    } else if (invocationType.isEmpty()) {
      refuse(exchange, InvokeRefusal.unknownInvocationType(type));
    } else {
      invoke(exchange, requestId, reference.get(), invocationType.get());
    }
  }

  private void invoke(
      HttpExchange exchange, String requestId, FunctionReference reference, InvocationType type)
      throws IOException, InterruptedException {
    FunctionArn arn = reference.in(lambda.settings());
    FunctionArn ours =
        new FunctionArn(
            lambda.settings().region().id(), lambda.settings().account(), reference.name());
    Optional<String> qualifier = reference.qualifier().or(() -> qualifier(exchange));
    Optional<FunctionProcess> function =
        arn.equals(ours) && qualifier.orElse(LATEST).equals(LATEST)
            ? lambda.find(reference.name())
            : Optional.empty();
    if (function.isEmpty()) {
      refuse(exchange, InvokeRefusal.notFound(arn + qualifier.map(name -> ":" + name).orElse("")));
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (body.length > type.largestPayload()) {
      refuse(exchange, InvokeRefusal.tooLarge(type, body.length));
      return;
    }
    String payload = body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8);
    try {
      Json.parse(payload);
    } catch (JsonProcessingException e) {
      refuse(exchange, InvokeRefusal.notJson(e));
      return;
    }
    switch (type) {
      case DRY_RUN -> LoopbackServer.answer(exchange, 204, Map.of(), "");
      case EVENT -> {
        events.accept(function.get(), requestId, payload);
        LoopbackServer.answer(exchange, 202, Map.of(), "");
      }
      case REQUEST_RESPONSE -> answer(exchange, function.get().invoke(requestId, payload));
    }
  }

  private static void answer(HttpExchange exchange, CompletedInvocation invocation)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Amz-Executed-Version", LATEST);
    if (invocation.result() instanceof InvocationResult.Failed) {
      headers.put("X-Amz-Function-Error", "Unhandled");
    }
    if (header(exchange, "X-Amz-Log-Type").equals(Optional.of("Tail"))) {
      byte[] tail = invocation.logTail().getBytes(StandardCharsets.UTF_8);
      headers.put("X-Amz-Log-Result", Base64.getEncoder().encodeToString(tail));
    }
    LoopbackServer.answer(exchange, 200, headers, invocation.result().payload());
  }

  private static void refuse(HttpExchange exchange, InvokeRefusal refusal) throws IOException {
    Map<String, String> headers = Map.of("x-amzn-ErrorType", refusal.type());
    LoopbackServer.answer(exchange, refusal.status(), headers, refusal.json());
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private static Optional<String> qualifier(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getQuery())
        .map(QUALIFIER::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group("qualifier"));
  }
}
