package io.keyferry.acceptance.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A CloudFormation template.
 *
 * @param json as deployed
 */
record Template(ObjectNode json) {

  /** The property that names the folder to which the launcher writes the template. */
  static final String PROPERTY = "keyferry.template";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESOURCES = "Resources";
  private static final String DEPENDS_ON = "DependsOn";

  /** Reads the template from the folder that the launcher names. */
  static Path folder() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .map(Path::of)
        .orElseThrow(() ->
            new AssertionError(
                "no template to deploy: './keyferry test --localstack' has it written; by hand,"
                    + " './keyferry synth DIR' and -D"
                    + PROPERTY
                    + "=DIR"));
  }

  static Template read(Path folder) throws IOException {
    return new Template(
        (ObjectNode) JSON.readTree(folder.resolve("KeyFerry.template.json").toFile()));
  }

  /** A template with this resource only. */
  public static Template of(String id, JsonNode resource) {
    ObjectNode json = JSON.createObjectNode();
    json.putObject(RESOURCES).set(id, resource);
    return new Template(json);
  }

  JsonNode resources() {
    return json.path(RESOURCES);
  }

  JsonNode resource(String id) {
    return resources().path(id);
  }

  /** The resource without its {@code DependsOn}. */
  JsonNode withoutWaiting(String id) {
    ObjectNode resource = resource(id).deepCopy();
    resource.remove(DEPENDS_ON);
    return resource;
  }

  JsonNode properties(String id) {
    return resource(id).path("Properties");
  }

  String type(String id) {
    return resource(id).path("Type").asText();
  }

  /** The number of resources of each type. */
  SortedMap<String, Integer> counts() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    resources().fieldNames().forEachRemaining(id -> counts.merge(type(id), 1, Integer::sum));
    return counts;
  }

  /** The names of the resources of a type, in order. */
  Set<String> ids(String type) {
    SortedMap<String, JsonNode> ids = new TreeMap<>();
    resources().properties().forEach(r -> ids.put(r.getKey(), r.getValue()));
    ids.keySet().removeIf(id -> !type(id).equals(type));
    return ids.keySet();
  }

  /** The one resource of that type and name, to which CDK adds a hash. */
  String id(String type, String name) {
    List<String> found =
        ids(type).stream().filter(id -> id.replaceFirst("[0-9A-F]{8}$", "").equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one %s %s, found %s".formatted(type, name, found));
    }
    return found.getFirst();
  }

  /** The template without resources of these types; the caller resolves references to them. */
  Template without(Set<String> types) {
    ObjectNode rest = json.deepCopy();
    // CDK uses them to check whether the account is bootstrapped.
    rest.remove("Parameters");
    rest.remove("Rules");
    ObjectNode resources = (ObjectNode) rest.path(RESOURCES);
    resources.properties().removeIf(r -> types.contains(r.getValue().path("Type").asText()));
    for (JsonNode resource : resources) {
      if (resource.path(DEPENDS_ON) instanceof ArrayNode waitsFor) {
        ArrayNode left = ((ObjectNode) resource).putArray(DEPENDS_ON);
        waitsFor.forEach(other -> {
          if (resources.has(other.asText())) {
            left.add(other);
          }
        });
      }
    }
    return new Template(rest);
  }

  String text() {
    return json.toString();
  }
}
