package io.keyferry.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.model.KeyArn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the parts of a running local cloud listen, and its signing key. The cloud's process writes
 * it as JSON when all is ready.
 */
public record CloudAddress(
    URI kms,
    URI sqs,
    URI dynamoDb,
    URI eventBus,
    URI lambda,
    URI api,
    String jobsQueueUrl,
    String resultsQueueUrl,
    String signingKeyArn,
    String signingKeyPem) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The account of its keys and queues. */
  public String account() {
    return KeyArn.parse(signingKeyArn).account();
  }

  /** Writes the file in one step: who sees it sees all of it. */
  public void write(Path file) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("kms", kms.toString());
    fields.put("sqs", sqs.toString());
    fields.put("dynamoDb", dynamoDb.toString());
    fields.put("eventBus", eventBus.toString());
    fields.put("lambda", lambda.toString());
    fields.put("api", api.toString());
    fields.put("jobsQueueUrl", jobsQueueUrl);
    fields.put("resultsQueueUrl", resultsQueueUrl);
    fields.put("signingKeyArn", signingKeyArn);
    fields.put("signingKeyPem", signingKeyPem);
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fields));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads what {@link #write} wrote. */
  public static CloudAddress read(Path file) throws IOException {
    JsonNode json = JSON.readTree(file.toFile());
    return new CloudAddress(
        URI.create(text(json, "kms")),
        URI.create(text(json, "sqs")),
        URI.create(text(json, "dynamoDb")),
        URI.create(text(json, "eventBus")),
        URI.create(text(json, "lambda")),
        URI.create(text(json, "api")),
        text(json, "jobsQueueUrl"),
        text(json, "resultsQueueUrl"),
        text(json, "signingKeyArn"),
        text(json, "signingKeyPem"));
  }

  private static String text(JsonNode json, String field) throws IOException {
    JsonNode value = json.get(field);
    if (value == null) {
      throw new IOException("expected the field " + field + " in the cloud's address file");
    }
    return value.asText();
  }
}
