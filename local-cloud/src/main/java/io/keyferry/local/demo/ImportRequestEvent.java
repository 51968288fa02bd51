package io.keyferry.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.Layout;
import io.keyferry.model.WrappingAlgorithm;
import java.io.IOException;
import java.nio.file.Path;

/** The console test event under version control, made to measure for one key of the demo. */
final class ImportRequestEvent {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode template;
  private final WrappingAlgorithm algorithm;
  private final int keys;

  private ImportRequestEvent(ObjectNode template, WrappingAlgorithm algorithm, int keys) {
    this.template = template;
    this.algorithm = algorithm;
    this.keys = keys;
  }

  static Path file(Layout layout) {
    return layout.events().resolve("request-import-new-key.json");
  }

  static ImportRequestEvent read(Layout layout, WrappingAlgorithm algorithm, int keys)
      throws IOException {
    if (JSON.readTree(file(layout).toFile()) instanceof ObjectNode template) {
      return new ImportRequestEvent(template, algorithm, keys);
    }
    throw new IOException("expected a JSON object in " + file(layout));
  }

  /** The payload for a key; with several keys, each has a client token and an alias of its own. */
  String payload(int number) {
    ObjectNode event = template.deepCopy();
    event.put("wrappingAlgorithm", algorithm.name());
    if (keys > 1) {
      event.put("clientToken", event.path("clientToken").asText("demo") + "-" + number);
      if (event.get("newKey") instanceof ObjectNode newKey) {
        newKey.put("alias", newKey.path("alias").asText("alias/demo") + "-" + number);
      }
    }
    return event.toString();
  }
}
