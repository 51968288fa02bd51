package io.keyferry.local.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.keyferry.local.http.LoopbackServer;
import io.keyferry.local.iam.Call;
import io.keyferry.local.iam.Context;
import io.keyferry.local.iam.Decision;
import io.keyferry.local.iam.Evaluator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Protects one service: authenticates each request, judges it with the policies, and forwards it
 * unchanged if it is allowed.
 */
final class Gate implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Headers that belong to one connection, or that the client sets itself. */
  private static final Set<String> NOT_HANDED_ON =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private static final Pattern ACTION = Pattern.compile("(^|&)Action=", Pattern.CASE_INSENSITIVE);

  private final Service service;
  private final URI upstream;
  private final AccessKeys keys;
  private final CallLog log;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newHttpClient();
  private final LoopbackServer server;

  private Gate(Service service, URI upstream, AccessKeys keys, CallLog log, InstantSource clock)
      throws IOException {
    this.service = service;
    this.upstream = upstream;
    this.keys = keys;
    this.log = log;
    this.clock = clock;
    this.server = LoopbackServer.start(0, this::handle);
  }

  static Gate start(
      Service service, URI upstream, AccessKeys keys, CallLog log, InstantSource clock)
      throws IOException {
    return new Gate(service, upstream, keys, log, clock);
  }

  URI endpoint() {
    return server.uri();
  }

  private void handle(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Optional<Service.Denial> denial = judged(exchange, body);
    if (denial.isPresent()) {
      Service.Denial answer = denial.get();
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      LoopbackServer.answer(exchange, answer.status(), answer.headers(), answer.body());
      return;
    }
    forward(exchange, body);
  }

  /** The emulator's own routes beside the service's API need no permission. */
  private static boolean isApiCall(HttpExchange exchange) {
    return !exchange.getRequestMethod().equals("GET") || namesItsAction(exchange);
  }

  /**
   * Whether it is in the Query protocol, which ElasticMQ still accepts and the gate does not judge.
   */
  private static boolean namesItsAction(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query != null && ACTION.matcher(query).find();
  }

  private Optional<Service.Denial> judged(HttpExchange exchange, byte[] body) throws IOException {
    if (!isApiCall(exchange)) {
      return Optional.empty();
    }
    Optional<Signature> signature = Signature.of(exchange);
    if (signature.isEmpty() || namesItsAction(exchange)) {
      return Optional.of(
          service.unauthenticated(
              "MissingAuthenticationTokenException", "Missing Authentication Token"));
    }
    Optional<AccessKeys.Known> key = keys.find(signature.get().accessKeyId());
    if (key.isEmpty()) {
      return Optional.of(
          service.unauthenticated(
              "UnrecognizedClientException",
              "The security token included in the request is invalid."));
    }
    if (!signature.get().isOf(clock.instant(), exchange)) {
      return Optional.of(
          service.unauthenticated(
              "InvalidSignatureException",
              "Signature expired: expected one of the last 15 minutes. Check this machine's clock."));
    }
    if (!signature.get().service().equals(service.signingName())
        || !service.isIn(signature.get().region())
        || !signature.get().isBy(key.get().credentials(), exchange, body)) {
      return Optional.of(
          service.unauthenticated(
              "InvalidSignatureException",
              "The request signature we calculated does not match the signature you provided."
                  + " Check your AWS Secret Access Key and signing method."));
    }
    return denial(request(exchange, body, signature.get().region()), key.get());
  }

  private AwsRequest request(HttpExchange exchange, byte[] body, String region) {
    String target =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target")).orElse("");
    return new AwsRequest(
        target.startsWith(service.targetPrefix())
            ? target.substring(service.targetPrefix().length())
            : target,
        region,
        !"http".equals(exchange.getRequestHeaders().getFirst("X-Forwarded-Proto")),
        parsed(body));
  }

  /** A body that is not JSON names nothing in particular; the service refuses it. */
  private static JsonNode parsed(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json.isObject() ? json : JsonNodeFactory.instance.objectNode();
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.objectNode();
    } catch (IOException e) {
      throw new IllegalStateException("reading an array failed", e);
    }
  }

  private Optional<Service.Denial> denial(AwsRequest request, AccessKeys.Known key) {
    for (Check check : service.checks(request)) {
      Call call =
          new Call(
              key.caller(),
              check.action(),
              check.resource(),
              general(key, request).with(check.context()));
      Decision decision = Evaluator.decide(call, check.policy(), check.account());
      log.judged(call, check, decision);
      if (!decision.isAllowed()) {
        return Optional.of(
            service.denied(
                check,
                "User: %s is not authorized to perform: %s on resource: %s %s"
                    .formatted(
                        key.caller().sessionArn(),
                        check.action(),
                        check.resource(),
                        decision.reason(check.action()))));
      }
    }
    return Optional.empty();
  }

  /**
   * The condition keys that every request has (IAM User Guide, "AWS global condition context
   * keys").
   */
  private static Context general(AccessKeys.Known key, AwsRequest request) {
    return Context.empty()
        .with("aws:PrincipalArn", key.caller().arn())
        .with("aws:PrincipalAccount", key.caller().account())
        .with(
            "aws:PrincipalType",
            key.credentials().sessionToken().isPresent() ? "AssumedRole" : "User")
        .with("aws:PrincipalIsAWSService", "false")
        .with("aws:ViaAWSService", "false")
        .with("aws:SecureTransport", Boolean.toString(request.overTls()))
        .with("aws:RequestedRegion", request.region());
  }

  private void forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!NOT_HANDED_ON.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!NOT_HANDED_ON.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
            exchange.getResponseHeaders().put(name, List.copyOf(values));
          }
        });
    LoopbackServer.send(exchange, answer.statusCode(), answer.body());
  }

  @Override
  public void close() {
    server.close();
    http.shutdownNow();
  }
}
