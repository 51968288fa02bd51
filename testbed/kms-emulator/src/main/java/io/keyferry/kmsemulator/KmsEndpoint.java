package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.keyferry.kmsemulator.environment.RandomIds;
import io.keyferry.kmsemulator.protocol.CredentialScope;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SequencedMap;

/** AWS's JSON 1.1 protocol over HTTP: {@code POST /}, the operation in {@code X-Amz-Target}. */
final class KmsEndpoint implements HttpHandler {

  private static final String TARGET_PREFIX = "TrentService.";

  private final SequencedMap<String, RegionalKms> regions;
  private final SecureRandom random;

  /**
   * Creates the endpoint.
   *
   * @param regions KMS by Region
   */
  KmsEndpoint(SequencedMap<String, RegionalKms> regions, SecureRandom random) {
    this.regions = regions;
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

  /**
   * Empty if an interceptor wants the answer lost: closing the exchange then cuts the connection.
   */
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
    if (!regions.firstEntry().getValue().operations().containsKey(name)) {
      return Optional.of(HttpAnswer.of(KmsError.unexplained("UnknownOperationException")));
    }
    Optional<String> authorization = header(exchange, "Authorization");
    if (authorization.isEmpty()) {
      return Optional.of(
          HttpAnswer.of(
              KmsError.of("MissingAuthenticationTokenException", "Missing Authentication Token")));
    }
    Optional<RegionalKms> kms = kms(authorization.get());
    if (kms.isEmpty()) {
      return Optional.of(HttpAnswer.of(elsewhere(authorization.get())));
    }
    Optional<ObjectNode> request = parse(body);
    return request.isPresent()
        ? kms.get().run(name, request.get())
        : Optional.of(HttpAnswer.of(KmsError.unexplained("SerializationException")));
  }

  /** With one Region only, every request is for it. */
  private Optional<RegionalKms> kms(String authorization) {
    return regions.size() == 1
        ? Optional.of(regions.firstEntry().getValue())
        : CredentialScope.region(authorization)
            .flatMap(region -> Optional.ofNullable(regions.get(region)));
  }

  private KmsError elsewhere(String authorization) {
    return KmsError.of(
        "InvalidSignatureException",
        "The credential must be scoped to one of the Regions "
            + String.join(", ", regions.keySet())
            + ", but it is scoped to "
            + CredentialScope.region(authorization).orElse("none")
            + ". Set the client's Region.");
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
