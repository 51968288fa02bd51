package io.keyferry.kmsemulator.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The unmodified answer of another KMS, and what can be read from it.
 *
 * @param json empty if the body is not JSON
 * @param error empty for a success
 */
record RelayedAnswer(
    int status,
    Optional<String> requestId,
    String body,
    ObjectNode json,
    Optional<KmsError> error) {

  private static final int CLIENT_FAULT = 400;
  private static final int SERVER_FAULT = 500;

  static RelayedAnswer of(int status, Optional<String> requestId, String body) {
    ObjectNode json = Json.objectIn(body);
    return new RelayedAnswer(status, requestId, body, json, error(status, json));
  }

  /** The interceptor's answer in place of the other KMS's. */
  static RelayedAnswer of(KmsError error) {
    ObjectNode json = HttpAnswer.of(error).body();
    return new RelayedAnswer(
        error.status(), Optional.empty(), json.toString(), json, Optional.of(error));
  }

  /** The name may have its namespace: {@code com.amazonaws.kms#NotFoundException}. */
  private static Optional<KmsError> error(int status, ObjectNode json) {
    if (status < CLIENT_FAULT) {
      return Optional.empty();
    }
    String type = json.path("__type").asText("HTTP" + status);
    String name = type.substring(type.indexOf('#') + 1);
    JsonNode sentence = json.path("message");
    return Optional.of(
        status >= SERVER_FAULT
            ? KmsError.serverFault(name)
            : sentence.isTextual()
                ? KmsError.of(name, sentence.textValue())
                : KmsError.unexplained(name));
  }

  void writeTo(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    requestId.ifPresent(id -> exchange.getResponseHeaders().set("x-amzn-RequestId", id));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
