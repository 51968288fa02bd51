package io.keyferry.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.cloud.Functions;
import io.keyferry.model.ImportId;
import io.keyferry.model.ImportRecord;
import io.keyferry.model.JsonCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Invokes the functions through Lambda's Invoke API (version 2015-03-31). */
public final class FunctionClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  public FunctionClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Invokes a function and waits for its answer.
   *
   * @throws IOException with the function's own message if it failed
   */
  public String invoke(String function, String payload) throws IOException, InterruptedException {
    URI uri = endpoint.resolve("/2015-03-31/functions/" + function + "/invocations");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(payload)).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200
        || response.headers().firstValue("X-Amz-Function-Error").isPresent()) {
      throw new IOException(function + ": " + message(response.body()));
    }
    return response.body();
  }

  /** The record of an import, as {@code ReadImports} gives it. */
  public ImportRecord read(ImportId importId) throws IOException, InterruptedException {
    String payload = JSON.createObjectNode().put("importId", importId.value()).toString();
    String answer = invoke(Functions.READ_IMPORTS, payload);
    return JsonCodec.read(ImportRecord.class, answer.getBytes(StandardCharsets.UTF_8));
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
