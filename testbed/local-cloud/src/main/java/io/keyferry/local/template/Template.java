package io.keyferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CloudFormation template.
 *
 * @param json as deployed
 */
public record Template(JsonNode json) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads one.
   *
   * @throws IOException if there is none
   */
  public static Template read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          "expected the template of the local cloud in %s, found none: run './keyferry demo', which writes it"
              .formatted(file));
    }
    return new Template(JSON.readTree(file.toFile()));
  }

  /** The properties of all resources of a type, by their logical ids. */
  public Map<String, JsonNode> resources(String type) {
    Map<String, JsonNode> found = new TreeMap<>();
    json.path("Resources")
        .properties()
        .forEach(resource -> {
          if (resource.getValue().path("Type").asText().equals(type)) {
            found.put(resource.getKey(), resource.getValue().path("Properties"));
          }
        });
    return found;
  }

  String type(String logicalId) {
    String type = json.path("Resources").path(logicalId).path("Type").asText();
    if (type.isEmpty()) {
      throw new IllegalStateException("expected a resource of the template, found " + logicalId);
    }
    return type;
  }

  JsonNode properties(String logicalId) {
    return json.path("Resources").path(logicalId).path("Properties");
  }

  static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("expected JSON in the template, found " + text, e);
    }
  }
}
