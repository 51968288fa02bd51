package io.keyferry.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import io.keyferry.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lambda's Invoke (API version 2015-03-31). Signatures and permissions are not checked. */
final class InvokeEndpoint {

  private static final Pattern PATH =
      Pattern.compile("/2015-03-31/functions/(?<function>[^/]+)/invocations");
  private static final String QUALIFIER = "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";
  private static final int MAX_NAME = 64;
  private static final int MAX_QUALIFIER = 128;

  private final LocalLambda lambda;
  private final EventInvoker events;

  InvokeEndpoint(LocalLambda lambda, EventInvoker events) {
    this.lambda = lambda;
    this.events = events;
  }

  void handle(HttpExchange exchange) throws IOException, InterruptedException {
    String requestId = lambda.settings().requestId();
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    try {
      answer(exchange, requestId);
    } catch (RefusedException e) {
      Map<String, String> headers = Map.of("x-amzn-ErrorType", e.refusal().type());
      LoopbackServer.answer(exchange, e.refusal().status(), headers, e.refusal().json());
    }
  }

  private void answer(HttpExchange exchange, String requestId)
      throws IOException, InterruptedException, RefusedException {
    String path = exchange.getRequestURI().getPath();
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches() || !exchange.getRequestMethod().equals("POST")) {
      throw new RefusedException(
          InvokeRefusal.unknownPath(exchange.getRequestMethod() + " " + path));
    }
    FunctionReference reference = reference(matcher.group("function"), exchange);
    InvocationType type =
        InvocationType.of(header(exchange, "X-Amz-Invocation-Type").orElse("RequestResponse"));
    boolean tail = LogType.isTail(header(exchange, "X-Amz-Log-Type").orElse("None"));
    FunctionProcess function = find(reference);
    String payload = InvokePayload.read(exchange.getRequestBody(), type);
    FunctionProcess.Invocation invocation =
        new FunctionProcess.Invocation(requestId, payload, reference.qualifier());
    switch (type) {
      case DRY_RUN -> LoopbackServer.answer(exchange, 204, Map.of(), "");
      case EVENT -> {
        events.accept(function, invocation);
        LoopbackServer.answer(exchange, 202, Map.of(), "");
      }
      case REQUEST_RESPONSE -> answer(exchange, function.invoke(invocation), tail);
    }
  }

  private static FunctionReference reference(String text, HttpExchange exchange)
      throws RefusedException {
    Optional<FunctionReference> named = FunctionReference.parse(text);
    if (named.isEmpty()) {
      throw new RefusedException(
          InvokeRefusal.invalid(
              "functionName",
              text,
              "Member must satisfy regular expression pattern: " + FunctionReference.PATTERN));
    }
    if (named.get().name().length() > MAX_NAME) {
      throw new RefusedException(
          InvokeRefusal.invalid(
              "functionName", text, "Member must have length less than or equal to " + MAX_NAME));
    }
    return qualified(named.get(), qualifier(exchange));
  }

  private static FunctionReference qualified(FunctionReference named, Optional<String> asked)
      throws RefusedException {
    if (asked.isEmpty()) {
      return named;
    }
    String qualifier = asked.get();
    if (qualifier.length() > MAX_QUALIFIER || !qualifier.matches(QUALIFIER)) {
      throw new RefusedException(
          InvokeRefusal.invalid(
              "qualifier",
              qualifier,
              qualifier.length() > MAX_QUALIFIER
                  ? "Member must have length less than or equal to " + MAX_QUALIFIER
                  : "Member must satisfy regular expression pattern: " + QUALIFIER));
    }
    if (!named.qualifier().name().map(qualifier::equals).orElse(true)) {
      throw new RefusedException(InvokeRefusal.twoQualifiers());
    }
    return new FunctionReference(
        named.region(), named.account(), named.name(), Qualifier.of(qualifier));
  }

  private FunctionProcess find(FunctionReference reference) throws RefusedException {
    LambdaSettings settings = lambda.settings();
    String region = reference.region().orElse(settings.region().id());
    String account = reference.account().orElse(settings.account());
    if (!region.equals(settings.region().id())) {
      throw new RefusedException(InvokeRefusal.otherRegion(region, settings.region().id()));
    }
    if (!account.equals(settings.account())) {
      String arn =
          new FunctionArn(region, account, reference.name(), reference.qualifier()).toString();
      throw new RefusedException(InvokeRefusal.otherAccount(settings.account(), arn));
    }
    return lambda
        .find(reference.name())
        .filter(function -> function.function().has(reference.qualifier()))
        .orElseThrow(
            () -> new RefusedException(InvokeRefusal.notFound(reference.in(settings).toString())));
  }

  private static void answer(HttpExchange exchange, CompletedInvocation invocation, boolean tail)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Amz-Executed-Version", Qualifier.LATEST);
    if (invocation.result() instanceof InvocationResult.Failed) {
      headers.put("X-Amz-Function-Error", "Unhandled");
    }
    if (tail) {
      byte[] log = invocation.logTail().getBytes(StandardCharsets.UTF_8);
      headers.put("X-Amz-Log-Result", Base64.getEncoder().encodeToString(log));
    }
    LoopbackServer.answer(exchange, 200, headers, invocation.result().payload());
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private static Optional<String> qualifier(HttpExchange exchange) {
    return Stream.ofNullable(exchange.getRequestURI().getQuery())
        .flatMap(query -> Arrays.stream(query.split("&", -1)))
        .filter(parameter -> parameter.startsWith("Qualifier="))
        .map(parameter -> parameter.substring("Qualifier=".length()))
        .findFirst();
  }
}
