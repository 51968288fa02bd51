package io.keyferry.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.keyferry.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Accepts events from {@code PutEvents} and writes each as a line of JSON to a file. It has no
 * rules and delivers nothing.
 */
public final class LocalEventBus implements AutoCloseable {

  /** The file with all events, in the given folder. */
  public static final String LOG = "events.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET = "AWSEvents.PutEvents";

  private final Path log;
  private final Supplier<UUID> ids;
  private final LoopbackServer server;

  private LocalEventBus(Path folder, Supplier<UUID> ids) throws IOException {
    this.log = Files.write(Files.createDirectories(folder).resolve(LOG), new byte[0]);
    this.ids = ids;
    this.server = LoopbackServer.start(0, this::handle);
  }

  /**
   * Starts the bus.
   *
   * @param folder for the file with all events
   * @param ids of the accepted events
   */
  public static LocalEventBus start(Path folder, Supplier<UUID> ids) throws IOException {
    return new LocalEventBus(folder, ids);
  }

  /** The endpoint for EventBridge clients. */
  public URI endpoint() {
    return server.uri();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (!TARGET.equals(target)) {
      ObjectNode error = JSON.createObjectNode().put("__type", "UnknownOperationException");
      error.put("message", "expected %s, found %s".formatted(TARGET, target));
      LoopbackServer.answer(exchange, 400, Map.of(), error.toString());
      return;
    }
    ObjectNode answer = JSON.createObjectNode().put("FailedEntryCount", 0);
    ArrayNode results = answer.putArray("Entries");
    for (JsonNode entry : JSON.readTree(LoopbackServer.body(exchange)).path("Entries")) {
      results.add(take(entry));
    }
    long failed = results.valueStream().filter(result -> result.has("ErrorCode")).count();
    LoopbackServer.answer(
        exchange, 200, Map.of(), answer.put("FailedEntryCount", failed).toString());
  }

  /** EventBridge validates each entry separately, and answers 200 even if it refuses them. */
  private synchronized ObjectNode take(JsonNode entry) throws IOException {
    ObjectNode result = JSON.createObjectNode();
    for (String field : List.of("Source", "DetailType", "Detail")) {
      if (entry.path(field).asText().isEmpty()) {
        return result
            .put("ErrorCode", "InvalidArgument")
            .put(
                "ErrorMessage",
                "Parameter %s is not valid. Reason: %s is a required argument."
                    .formatted(field, field));
      }
    }
    if (!isObject(entry.path("Detail").asText())) {
      return result.put("ErrorCode", "MalformedDetail").put("ErrorMessage", "Detail is malformed.");
    }
    Files.writeString(log, entry + "\n", StandardOpenOption.APPEND);
    return result.put("EventId", ids.get().toString());
  }

  private static boolean isObject(String text) {
    try {
      return JSON.readTree(text).isObject();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
