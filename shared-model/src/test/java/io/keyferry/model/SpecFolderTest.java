package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.keyferry.model.testing.SpecSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every schema in the folder {@code spec}. */
class SpecFolderTest {

  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  static List<String> names() {
    return SpecSchema.names();
  }

  @Test
  void thereIsASchemaOfEveryFormat() {
    assertThat(names())
        .containsExactly(
            "agent-config",
            "audit-head",
            "audit-log-line",
            "ceremony-record",
            "ceremony-statement",
            "import-request",
            "import-request-answer",
            "offline-record",
            "offline-record-file",
            "problem",
            "read-answer",
            "read-request",
            "signed-message",
            "signed-message-header",
            "wrap-job",
            "wrap-result");
  }

  @ParameterizedTest
  @MethodSource("names")
  void isASchemaOfTheDraftThatItNames(String name) {
    JsonNode schema = SpecSchema.of(name).node();
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(DRAFT))
                .validate(schema))
        .isEmpty();
    assertThat(schema.path("$schema").asText()).isEqualTo(DRAFT);
    assertThat(schema.path("$id").asText()).isEqualTo("urn:keyferry:spec:" + name + ":v1");
    assertThat(schema.path("title").asText()).isNotBlank();
    assertThat(schema.path("description").asText()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("names")
  void describesEveryPropertyAndDefinition(String name) {
    JsonNode schema = SpecSchema.of(name).node();
    for (JsonNode parent : schema.findParents("additionalProperties")) {
      parent
          .path("properties")
          .properties()
          .forEach(property ->
              assertThat(described(schema, property.getValue())).as(property.getKey()).isTrue());
    }
    schema
        .path("$defs")
        .properties()
        .forEach(definition ->
            assertThat(described(schema, definition.getValue())).as(definition.getKey()).isTrue());
  }

  private static boolean described(JsonNode schema, JsonNode part) {
    return !part.path("description").asText().isBlank()
        || (part.has("$ref")
            && described(schema, schema.at(part.path("$ref").asText().substring(1))));
  }

  @ParameterizedTest
  @MethodSource("names")
  void acceptsItsOwnExamples(String name) {
    SpecSchema schema = SpecSchema.of(name);
    schema
        .node()
        .path("examples")
        .forEach(example -> assertThat(schema.closed().faults(example)).isEmpty());
    schema
        .node()
        .path("$defs")
        .properties()
        .forEach(definition -> {
          SpecSchema part = SpecSchema.of(name, definition.getKey());
          definition
              .getValue()
              .path("examples")
              .forEach(
                  example -> assertThat(part.faults(example)).as(definition.getKey()).isEmpty());
        });
  }

  /** Each file is self-contained, so several files have the same definition. */
  @Test
  void aDefinitionIsTheSameInEveryFile() {
    Map<String, JsonNode> first = new HashMap<>();
    for (String name : names()) {
      SpecSchema.of(name)
          .node()
          .path("$defs")
          .properties()
          .forEach(definition ->
              assertThat(definition.getValue())
                  .as(name + ": " + definition.getKey())
                  .isEqualTo(
                      first.computeIfAbsent(definition.getKey(), _ -> definition.getValue())));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void isListedInTheReadme(String name) {
    assertThat(SpecSchema.read(SpecSchema.FOLDER.resolve("README.md")))
        .contains("(schema/" + name + ".schema.json)");
  }
}
