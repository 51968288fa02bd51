package io.keyferry.model.testing;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One of the JSON Schemas in the folder {@code spec}, or a definition in it. */
public final class SpecSchema {

  /** The path from every module. */
  public static final Path FOLDER = Path.of("../spec");

  private static final String END = ".schema.json";
  private static final String DEFINITIONS = "$defs";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  // Without format assertions a day that does not exist would pass, which every reader refuses.
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final ObjectNode node;
  private final Schema schema;

  private SpecSchema(ObjectNode node) {
    this.node = node;
    this.schema = REGISTRY.getSchema(node);
  }

  /** The schema in {@code NAME.schema.json}. */
  public static SpecSchema of(String name) {
    return new SpecSchema((ObjectNode) json(read(FOLDER.resolve("schema").resolve(name + END))));
  }

  /** One definition of {@code NAME.schema.json}. */
  public static SpecSchema of(String name, String definition) {
    ObjectNode whole = of(name).node;
    ObjectNode part = whole.objectNode();
    part.put("$ref", "#/" + DEFINITIONS + "/" + definition);
    part.set(DEFINITIONS, whole.required(DEFINITIONS));
    return new SpecSchema(part);
  }

  /** The names of all. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER.resolve("schema"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .map(name -> name.replace(END, ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of the schema. */
  public JsonNode node() {
    return node;
  }

  /** The definition that a node refers to, else the node itself. */
  JsonNode resolved(JsonNode part) {
    String reference = part.path("$ref").asText();
    return reference.isEmpty() ? part : resolved(node.at(reference.substring(1)));
  }

  /** The errors of the document, one sentence each. */
  public List<String> faults(JsonNode document) {
    return schema.validate(document).stream().map(String::valueOf).toList();
  }

  public boolean accepts(JsonNode document) {
    return faults(document).isEmpty();
  }

  /** The same schema without unknown fields: for what KeyFerry itself writes. */
  public SpecSchema closed() {
    ObjectNode closed = node.deepCopy();
    // The same id would return the cached schema.
    closed.remove("$id");
    close(closed);
    return new SpecSchema(closed);
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.has("properties")
        && object.path("additionalProperties").asBoolean()) {
      object.put("additionalProperties", false);
    }
    node.forEach(SpecSchema::close);
  }
}
