package io.keyferry.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.Layout;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.nio.file.Path;

/** The console test event under version control, adapted to the demo's options. */
final class ImportRequestEvent {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode template;
  private final WrappingAlgorithm algorithm;

  private ImportRequestEvent(ObjectNode template, WrappingAlgorithm algorithm) {
    this.template = template;
    this.algorithm = algorithm;
  }

  static Path file(Layout layout) {
    return layout.events().resolve("request-import-new-key.json");
  }

  static ImportRequestEvent read(Layout layout, WrappingAlgorithm algorithm) throws IOException {
    if (JSON.readTree(file(layout).toFile()) instanceof ObjectNode template) {
      return new ImportRequestEvent(template, algorithm);
    }
    throw new IOException("expected a JSON object in " + file(layout));
  }

  /** The payload for a key, with a client token of its own. */
  String payload(int number) {
    ObjectNode event = template.deepCopy();
    event.put("wrappingAlgorithm", algorithm.name());
    event.put("clientToken", "demo-" + number);
    return event.toString();
  }
}
