package io.keyferry.cloud.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.cloud.flow.CloudHalf;
import io.keyferry.cloud.request.RequestKind;
import io.keyferry.model.testing.SpecSchema;
import io.keyferry.model.value.KeyArn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compiler does not require of a new kind of request. */
class KindsTest {

  static List<String> names() {
    KeyArn account =
        KeyArn.parse("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab");
    return CloudHalf.kinds(account).all().stream().map(RequestKind::name).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aKindIsInTheSchemaOfRequests(String name) {
    JsonNode schema =
        SpecSchema.json(
            SpecSchema.read(SpecSchema.FOLDER.resolve("schema/import-request.schema.json")));
    assertThat(schema.path("properties").has(name)).isTrue();
    assertThat(schema.path("oneOf").toString()).contains("\"" + name + "\"");
    assertThat(schema.path("description").asText()).contains(name);
    assertThat(schema.path("examples").toString()).contains("\"" + name + "\"");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aKindIsInTheDocumentOfRequests(String name) throws IOException {
    assertThat(Files.readString(Path.of("../docs/requests.md"))).contains("\n| `" + name + "` |");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aKindHasATestEventForTheConsole(String name) throws IOException {
    try (Stream<Path> events = Files.list(Path.of("events"))) {
      assertThat(events.filter(file -> file.getFileName().toString().startsWith("request-")))
          .anyMatch(file -> SpecSchema.json(SpecSchema.read(file)).has(name));
    }
  }
}
