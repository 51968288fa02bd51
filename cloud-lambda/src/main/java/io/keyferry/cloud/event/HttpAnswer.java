package io.keyferry.cloud.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What an HTTP API (payload format 2.0) takes for a response. */
final class HttpAnswer {

  private HttpAnswer() {}

  static byte[] of(int status, byte[] body) {
    return response(status, "application/json", new String(body, StandardCharsets.UTF_8));
  }

  /** A problem (RFC 9457) that lists the faults. */
  static byte[] problem(RefusedException refused) {
    String body =
        JsonText.object(json -> {
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", refused.status().title());
          json.writeNumberField("status", refused.status().code());
          json.writeStringField("detail", refused.detail());
          json.writeArrayFieldStart("faults");
          for (Fault fault : refused.faults()) {
            write(fault, json);
          }
          json.writeEndArray();
        });
    return response(refused.status().code(), "application/problem+json", body);
  }

  private static void write(Fault fault, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("field", fault.field());
    json.writeStringField("expected", fault.expected());
    json.writeStringField("found", fault.found());
    json.writeEndObject();
  }

  private static byte[] response(int status, String contentType, String body) {
    return JsonText.utf8(json -> {
      json.writeNumberField("statusCode", status);
      json.writeObjectFieldStart("headers");
      json.writeStringField("content-type", contentType);
      json.writeEndObject();
      json.writeStringField("body", body);
    });
  }
}
