package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** AWS's JSON 1.1 protocol over HTTP: {@code POST /}, the operation in {@code X-Amz-Target}. */
final class KmsEndpoint implements HttpHandler {

  private static final String TARGET_PREFIX = "TrentService.";

  private final Map<String, KmsOperation> operations;
  private final KmsCalls calls;
  private final SecureRandom random;

  KmsEndpoint(Map<String, KmsOperation> operations, KmsCalls calls, SecureRandom random) {
    this.operations = operations;
    this.calls = calls;
    this.random = random;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("x-amzn-RequestId", RandomIds.uuid(random).toString());
      Optional<HttpAnswer> answer = answer(exchange);
      if (answer.isPresent()) {
        answer.get().writeTo(exchange);
      }
    }
  }

  /** Empty if an interceptor wants the answer lost: closing the exchange then cuts the line. */
  private Optional<HttpAnswer> answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!exchange.getRequestMethod().equals("POST")
        || !exchange.getRequestURI().getPath().equals("/")) {
      return Optional.of(HttpAnswer.notFound("expected POST / with X-Amz-Target"));
    }
    String target = header(exchange, "X-Amz-Target").orElse("");
    if (!target.startsWith(TARGET_PREFIX)) {
      return Optional.of(HttpAnswer.of(KmsError.unexplained("UnknownOperationException")));
    }
    String name = target.substring(TARGET_PREFIX.length());
    KmsOperation operation = operations.get(name);
    if (operation == null) {
      return Optional.of(HttpAnswer.of(KmsError.unexplained("UnknownOperationException")));
    }
    if (header(exchange, "Authorization").isEmpty()) {
      return Optional.of(
          HttpAnswer.of(
              KmsError.of("MissingAuthenticationTokenException", "Missing Authentication Token")));
    }
    Optional<ObjectNode> request = parse(body);
    return request.isPresent()
        ? calls.run(name, operation, request.get())
        : Optional.of(HttpAnswer.of(KmsError.unexplained("SerializationException")));
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private static Optional<ObjectNode> parse(byte[] body) {
    try {
      JsonNode node = Json.parse(body);
      return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (IOException e) {
      // Not a fault of ours: the caller asks whether this is a JSON object.
      return Optional.empty();
    }
  }
}
