package io.keyferry.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.gate.Credentials;
import io.keyferry.local.gate.Gates;
import io.keyferry.model.value.KeyArn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts of a running local cloud listen, its signing key, and the credentials of its
 * administrator and its agent. The cloud's process writes it as JSON when everything is ready.
 */
public record CloudAddress(
    Gates.Endpoints services,
    URI lambda,
    URI api,
    QueueUrls queues,
    SigningKeyPin signingKey,
    Credentials administrator,
    Credentials agent) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The queues that an agent uses. */
  public record QueueUrls(String jobs, String results) {}

  /** The cloud's signing key, as an agent pins it. */
  public record SigningKeyPin(String arn, String pem) {}

  public URI kms() {
    return services.kms();
  }

  public URI sqs() {
    return services.sqs();
  }

  public URI dynamoDb() {
    return services.dynamoDb();
  }

  public URI eventBus() {
    return services.events();
  }

  public String jobsQueueUrl() {
    return queues.jobs();
  }

  public String resultsQueueUrl() {
    return queues.results();
  }

  public String signingKeyPem() {
    return signingKey.pem();
  }

  /** The account of its keys and queues. */
  public String account() {
    return KeyArn.parse(signingKey.arn()).account();
  }

  /** Writes the file atomically. */
  public void write(Path file) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("kms", kms().toString());
    fields.put("sqs", sqs().toString());
    fields.put("dynamoDb", dynamoDb().toString());
    fields.put("eventBus", eventBus().toString());
    fields.put("lambda", lambda.toString());
    fields.put("api", api.toString());
    fields.put("jobsQueueUrl", jobsQueueUrl());
    fields.put("resultsQueueUrl", resultsQueueUrl());
    fields.put("signingKeyArn", signingKey.arn());
    fields.put("signingKeyPem", signingKey.pem());
    put(fields, "administrator", administrator);
    put(fields, "agent", agent);
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fields));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void put(Map<String, String> fields, String whose, Credentials credentials) {
    credentials.environment().forEach((name, value) -> fields.put(whose + "." + name, value));
  }

  /** Reads what {@link #write} wrote. */
  public static CloudAddress read(Path file) throws IOException {
    JsonNode json = JSON.readTree(file.toFile());
    return new CloudAddress(
        new Gates.Endpoints(
            uri(json, "kms"), uri(json, "sqs"), uri(json, "dynamoDb"), uri(json, "eventBus")),
        uri(json, "lambda"),
        uri(json, "api"),
        new QueueUrls(text(json, "jobsQueueUrl"), text(json, "resultsQueueUrl")),
        new SigningKeyPin(text(json, "signingKeyArn"), text(json, "signingKeyPem")),
        credentials(json, "administrator"),
        credentials(json, "agent"));
  }

  private static Credentials credentials(JsonNode json, String whose) throws IOException {
    return new Credentials(
        text(json, whose + ".AWS_ACCESS_KEY_ID"),
        text(json, whose + ".AWS_SECRET_ACCESS_KEY"),
        Optional.ofNullable(json.get(whose + ".AWS_SESSION_TOKEN")).map(JsonNode::asText));
  }

  private static URI uri(JsonNode json, String field) throws IOException {
    return URI.create(text(json, field));
  }

  private static String text(JsonNode json, String field) throws IOException {
    JsonNode value = json.get(field);
    if (value == null) {
      throw new IOException("expected the field " + field + " in the cloud's address file");
    }
    return value.asText();
  }
}
