package io.keyferry.cloud.event;

import io.keyferry.model.InvalidValueException;
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
   * By the console's test event, {@code aws lambda invoke} or another service: the input itself.
   */
  record Direct(Json input) implements Invocation {}

  /**
   * By an HTTP API, payload format 2.0.
   *
   * @param principal the caller's ARN, where the route asks for IAM authorisation
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

    /** More than any request needs, and less than the table takes. */
    private static final int LONGEST = 64 * 1024;

    /**
     * The body as JSON.
     *
     * @throws RefusedException if it is longer than 64 KiB
     * @throws InvalidValueException if there is none or it is not JSON
     */
    public Json json() {
      String text =
          body.orElseThrow(() -> InvalidValueException.of("a JSON object as the body", "no body"));
      try {
        byte[] bytes =
            base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
          throw new RefusedException(
              RefusedException.Status.CONTENT_TOO_LARGE,
              "the request is too large, nothing was done",
              List.of(new Fault("body", "at most " + LONGEST + " bytes", bytes.length + " bytes")));
        }
        return Json.read(bytes);
      } catch (IllegalArgumentException e) {
        if (e instanceof InvalidValueException fault) {
          throw fault;
        }
        throw InvalidValueException.of("a body in base64, as the event says", text);
      }
    }
  }

  /**
   * Tells one from the other by {@code version} and {@code requestContext.http}.
   *
   * @throws InvalidValueException if the event is not JSON
   */
  static Invocation read(InputStream event) throws IOException {
    Json input = Json.read(event.readAllBytes());
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

  private static Map<String, String> texts(Json.Obj event, String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    event
        .object(field)
        .ifPresent(
            all -> all.fields().keySet().forEach(k -> all.text(k).ifPresent(v -> texts.put(k, v))));
    return texts;
  }
}
