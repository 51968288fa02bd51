package io.keyferry.cloud.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.model.input.Violation;
import io.keyferry.model.json.JsonText;
import java.io.IOException;
import java.util.Map;

/** Responses for an HTTP API (payload format 2.0). */
final class HttpAnswer {

  private static final String CONTENT_TYPE = "content-type";
  private static final String PROBLEM = "application/problem+json";

  private HttpAnswer() {}

  public static String of(Answer answer) {
    return response(answer, Map.of(CONTENT_TYPE, "application/json"));
  }

  static String ofProblem(Answer problem) {
    return response(problem, Map.of(CONTENT_TYPE, PROBLEM));
  }

  /** 503, with the time to retry after. */
  static String unavailable(UnavailableException e) {
    Answer problem =
        new Answer(
            503,
            JsonText.object(
                json -> head(json, "Service Unavailable", 503, String.valueOf(e.getMessage()))));
    return response(
        problem,
        Map.of(
            CONTENT_TYPE,
            PROBLEM,
            "retry-after",
            Integer.toString(UnavailableException.RETRY_AFTER_SECONDS)));
  }

  /** A problem (RFC 9457) that lists the violations. */
  static Answer problem(RefusedException refused) {
    RefusedException.Status status = refused.status();
    return new Answer(
        status.code(),
        JsonText.object(json -> {
          head(json, status.title(), status.code(), refused.detail());
          json.writeArrayFieldStart("violations");
          for (Violation violation : refused.violations()) {
            write(violation, json);
          }
          json.writeEndArray();
        }));
  }

  private static void head(JsonGenerator json, String title, int status, String detail)
      throws IOException {
    json.writeStringField("type", "about:blank");
    json.writeStringField("title", title);
    json.writeNumberField("status", status);
    json.writeStringField("detail", detail);
  }

  private static void write(Violation violation, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", violation.path());
    json.writeStringField("expected", violation.expected());
    json.writeStringField("found", violation.found());
    if (violation.cure().isPresent()) {
      json.writeStringField("cure", violation.cure().get());
    }
    json.writeEndObject();
  }

  private static String response(Answer answer, Map<String, String> headers) {
    return JsonText.object(json -> {
      json.writeNumberField("statusCode", answer.status());
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : headers.entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      json.writeStringField("body", answer.json());
    });
  }
}
