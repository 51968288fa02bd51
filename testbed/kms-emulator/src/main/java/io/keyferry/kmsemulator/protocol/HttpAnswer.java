package io.keyferry.kmsemulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** A JSON answer with its HTTP status, written in one piece with a fixed length. */
public record HttpAnswer(int status, ObjectNode body) {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  public static HttpAnswer ok(ObjectNode body) {
    return new HttpAnswer(OK, body);
  }

  /** The error in AWS's JSON protocol: {@code __type}, and {@code message} if there is one. */
  public static HttpAnswer of(KmsError error) {
    ObjectNode body = Json.object().put("__type", error.name());
    error.sentence().ifPresent(sentence -> body.put("message", sentence));
    return new HttpAnswer(error.status(), body);
  }

  /** The answer for routes that are not KMS's. */
  public static HttpAnswer notFound(String sentence) {
    return new HttpAnswer(NOT_FOUND, Json.object().put("error", sentence));
  }

  public void writeTo(HttpExchange exchange) throws IOException {
    byte[] bytes = Json.write(body);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
