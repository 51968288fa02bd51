package io.keyferry.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of an HTTP API for a function (payload format version 2.0): an object with {@code
 * statusCode} sets status, headers and body; any other JSON value is itself the body of a 200.
 */
final class HttpApiAnswer {

  private static final String CONTENT_TYPE = "content-type";
  private static final HttpApiAnswer INTERNAL_SERVER_ERROR = message(500, "Internal Server Error");

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  private HttpApiAnswer(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** An answer of API Gateway itself. */
  static HttpApiAnswer message(int status, String message) {
    return json(status, Json.object().put("message", message).toString());
  }

  static HttpApiAnswer of(InvocationResult result) {
    return switch (result) {
      case InvocationResult.Failed _ -> INTERNAL_SERVER_ERROR;
      case InvocationResult.Returned(String payload) -> read(payload).orElse(INTERNAL_SERVER_ERROR);
    };
  }

  private static Optional<HttpApiAnswer> read(String payload) {
    JsonNode answer;
    try {
      answer = Json.parse(payload);
    } catch (JsonProcessingException e) {
      // Text that is not JSON is a malformed answer: the caller gets a 500, as in AWS.
      return Optional.empty();
    }
    if (answer.isMissingNode()) {
      return Optional.empty();
    }
    if (!answer.has("statusCode")) {
      return Optional.of(json(200, payload));
    }
    int status = answer.path("statusCode").asInt();
    if (status < 100 || status > 599) {
      return Optional.empty();
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put(CONTENT_TYPE, List.of("text/plain;charset=UTF-8"));
    answer
        .path("headers")
        .forEachEntry(
            (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value.asText())));
    List<String> cookies = new ArrayList<>();
    answer.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
    if (!cookies.isEmpty()) {
      headers.put("set-cookie", cookies);
    }
    String text = answer.path("body").asText("");
    boolean base64 = answer.path("isBase64Encoded").asBoolean();
    Optional<byte[]> body =
        base64 ? decode(text) : Optional.of(text.getBytes(StandardCharsets.UTF_8));
    return body.map(bytes -> new HttpApiAnswer(status, headers, bytes));
  }

  private static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      // Malformed as well.
      return Optional.empty();
    }
  }

  private static HttpApiAnswer json(int status, String body) {
    return new HttpApiAnswer(
        status,
        Map.of(CONTENT_TYPE, List.of("application/json")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  int status() {
    return status;
  }

  Map<String, List<String>> headers() {
    return headers;
  }

  byte[] body() {
    return body.clone();
  }
}
