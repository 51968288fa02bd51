package io.keyferry.cloud.event;

import io.keyferry.model.input.Violation;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a function was called. */
public sealed interface Invocation {

  /**
   * Through the console's test event, {@code aws lambda invoke} or another service: the input
   * itself.
   */
  record Direct(Json input) implements Invocation {}

  /**
   * Through an HTTP API, payload format 2.0.
   *
   * @param principal the caller's ARN, if the route requires IAM authorization
   * @param pathParameters by the names of the route
   * @param query query parameters, decoded
   */
  record Http(
      String method,
      Optional<String> principal,
      Map<String, String> pathParameters,
      Map<String, String> query,
      Optional<String> body,
      boolean base64)
      implements Invocation {

    /**
     * The body as JSON.
     *
     * @throws RefusedException if it is longer than 64 KiB, missing or not JSON
     */
    public Json json() {
      String text = body.orElseThrow(() -> notJson("no body"));
      // The min number of bytes for so many characters, in base64 or in UTF-8.
      int length = base64 ? text.length() / 4 * 3 - 2 : text.length();
      if (length > MAX_REQUEST) {
        throw tooLarge("body", MAX_REQUEST, length + " bytes");
      }
      byte[] bytes;
      try {
        bytes = base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw notJson("a body that is not base64, although the event says so");
      }
      if (bytes.length > MAX_REQUEST) {
        throw tooLarge("body", MAX_REQUEST, bytes.length + " bytes");
      }
      return parse(bytes);
    }
  }

  /** More than any request needs, and less than the table allows. */
  int MAX_REQUEST = 64 * 1024;

  /**
   * The longest request with each byte as an escape of six characters, and what API Gateway adds:
   * headers of at most 10 KiB, repeated as cookies, a path and a query.
   */
  int MAX_EVENT = 6 * MAX_REQUEST + 64 * 1024;

  /** The alias through which the HTTP API, and nothing else, invokes a function. */
  String API_ALIAS = "api";

  /**
   * Whether the function was invoked through the alias that only the HTTP API may invoke. What an
   * event says about itself proves nothing: a direct caller can write it.
   *
   * @param functionArn {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME}, and {@code :ALIAS}
   */
  static boolean isFromApi(String functionArn) {
    String[] parts = functionArn.split(":", -1);
    return parts.length == 8 && parts[7].equals(API_ALIAS);
  }

  /**
   * Reads the event of a direct invocation, whatever its form.
   *
   * @throws RefusedException if it is too large or not JSON in UTF-8
   */
  static Invocation direct(InputStream event) throws IOException {
    return new Direct(parse(bytes(event, MAX_REQUEST)));
  }

  /**
   * Reads the event of an HTTP API. Any other event is an invocation of the alias without the API,
   * and proves no caller.
   *
   * @throws RefusedException if it is too large or not JSON in UTF-8
   */
  static Invocation http(InputStream event) throws IOException {
    Json input = parse(bytes(event, MAX_EVENT));
    if (input instanceof Json.Obj object && object.text("version").equals(Optional.of("2.0"))) {
      Optional<Json.Obj> context = object.object("requestContext");
      Optional<Json.Obj> http = context.flatMap(c -> c.object("http"));
      if (http.isPresent()) {
        return new Http(
            http.get().text("method").orElse(""),
            context
                .flatMap(c -> c.object("authorizer"))
                .flatMap(a -> a.object("iam"))
                .flatMap(iam -> iam.text("userArn")),
            texts(object, "pathParameters"),
            texts(object, "queryStringParameters"),
            object.text("body"),
            object.field("isBase64Encoded").equals(Optional.of(new Json.Bool(true))));
      }
    }
    return new Direct(input);
  }

  private static byte[] bytes(InputStream event, int max) throws IOException {
    byte[] bytes = event.readNBytes(max + 1);
    if (bytes.length > max) {
      throw tooLarge("", max, "more");
    }
    return bytes;
  }

  private static Json parse(byte[] bytes) {
    try {
      return Json.read(bytes);
    } catch (InvalidValueException e) {
      throw notJson(String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException notJson(String found) {
    return RefusedException.badRequest(List.of(new Violation("", "a JSON object", found)));
  }

  private static RefusedException tooLarge(String field, int max, String found) {
    return new RefusedException(
        RefusedException.Status.CONTENT_TOO_LARGE,
        "the request is too large, nothing was done",
        List.of(new Violation(field, "at most " + max + " bytes", found)));
  }

  private static Map<String, String> texts(Json.Obj event, String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    event
        .object(field)
        .ifPresent(
            all -> all.fields().keySet().forEach(k -> all.text(k).ifPresent(v -> texts.put(k, v))));
    return texts;
  }
}
