package io.keyferry.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.cloud.Functions;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.operation.Operation;
import io.keyferry.model.record.ImportRecord;
import io.keyferry.model.value.ImportId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Invokes the functions through Lambda's Invoke API (version 2015-03-31). */
public final class FunctionClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CEREMONY_RECORD = "ceremonyRecord";

  private final URI endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  public FunctionClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Invokes a function and waits for its answer.
   *
   * @throws IOException with the function's own message if it failed or refused the request
   */
  public String invoke(String function, String payload) throws IOException, InterruptedException {
    URI uri = endpoint.resolve("/2015-03-31/functions/" + function + "/invocations");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(payload)).build();
    HttpResponse<String> response = send(function, request);
    if (response.statusCode() != 200
        || response.headers().firstValue("X-Amz-Function-Error").isPresent()) {
      throw new IOException(function + ": " + message(response.body()));
    }
    JsonNode answer = JSON.readTree(response.body());
    if (answer.path("status").asInt() >= 400) {
      throw new IOException(function + ": " + refusal(answer));
    }
    return response.body();
  }

  /** The client's own exceptions may have no message. */
  private HttpResponse<String> send(String function, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(
          "%s: expected an answer from the local cloud at %s, found %s; cloud.log shows whether it still runs"
              .formatted(function, endpoint, e),
          e);
    }
  }

  /** The record of an import, as far as {@code ReadImports} shows it. */
  public ImportRecord read(ImportId importId) throws IOException, InterruptedException {
    ObjectNode answer = readAll(importId);
    answer.remove(CEREMONY_RECORD);
    answer.set("importId", answer.remove(Operation.ID));
    if (answer.path("state").asText().equals(Operation.State.SUCCEEDED.name())) {
      answer.put("state", ImportState.IMPORTED.name());
    }
    for (JsonNode step : answer.path("history")) {
      ((ObjectNode) step).put("importId", importId.value());
    }
    return JsonCodec.read(ImportRecord.class, JSON.writeValueAsBytes(answer));
  }

  /** The ceremony record of an import that has ended, as signed: a compact JWS. */
  public Optional<String> ceremonyRecord(ImportId importId)
      throws IOException, InterruptedException {
    return Optional.ofNullable(readAll(importId).get(CEREMONY_RECORD)).map(JsonNode::asText);
  }

  private ObjectNode readAll(ImportId importId) throws IOException, InterruptedException {
    String payload = JSON.createObjectNode().put(Operation.ID, importId.value()).toString();
    String answer = invoke(Functions.READ_IMPORTS, payload);
    if (JSON.readTree(answer) instanceof ObjectNode read) {
      return read;
    }
    throw new IOException("expected a JSON object of an operation, found " + answer);
  }

  /** A refused request is answered with a problem (RFC 9457). */
  private static String refusal(JsonNode problem) {
    StringBuilder text = new StringBuilder(problem.path("detail").asText());
    for (JsonNode violation : problem.path("violations")) {
      text.append(
          "%n%s: expected %s, found %s"
              .formatted(
                  violation.path("path").asText(),
                  violation.path("expected").asText(),
                  violation.path("found").asText()));
      if (violation.has("cure")) {
        text.append(": ").append(violation.path("cure").asText());
      }
    }
    return text.toString();
  }

  private static String message(String body) throws IOException {
    JsonNode json = JSON.readTree(body);
    for (String field : new String[] {"errorMessage", "message", "Message"}) {
      if (json.hasNonNull(field)) {
        return json.get(field).asText();
      }
    }
    return body;
  }

  @Override
  public void close() {
    http.close();
  }
}
