package io.keyferry.cloud.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.cloud.ApiDescription;
import io.keyferry.model.testing.SpecSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the HTTP API has the same answers as the code. */
class ApiDescriptionTest {

  private static final JsonNode API = ApiDescription.read();

  @Test
  void everyReferenceLeadsToSomething() {
    List<JsonNode> references = API.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(20);
    for (JsonNode reference : references) {
      String[] parts = reference.asText().split("#", -1);
      JsonNode document =
          parts[0].isEmpty()
              ? API
              : SpecSchema.json(SpecSchema.read(SpecSchema.FOLDER.resolve(parts[0])));
      assertThat(parts.length == 1 || !document.at(parts[1]).isMissingNode())
          .as(reference.asText())
          .isTrue();
    }
  }

  @Test
  void isOfAVersionWhoseSchemasAreTheseSchemas() {
    assertThat(API.path("openapi").asText()).startsWith("3.1.");
    assertThat(API.at("/info/version").asText()).isEqualTo(release());
  }

  private static String release() {
    String pom = SpecSchema.read(Path.of("../pom.xml"));
    return pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
  }

  /** A method that is not described never reaches the functions, so none of them returns 405. */
  @Test
  void hasEveryStatusThatAFunctionAnswers() {
    Set<Integer> statuses = new TreeSet<>();
    for (JsonNode operation : operations()) {
      operation
          .path("responses")
          .properties()
          .forEach(answer -> {
            if (answer.getValue().path("content").has("application/problem+json")) {
              statuses.add(Integer.parseInt(answer.getKey()));
            }
          });
    }
    Set<Integer> refusals = new TreeSet<>(Set.of(503));
    Arrays.stream(RefusedException.Status.values()).forEach(status -> refusals.add(status.code()));
    Set<Integer> inTheSchema = new TreeSet<>();
    SpecSchema.of("problem")
        .node()
        .at("/properties/status/enum")
        .forEach(status -> inTheSchema.add(status.asInt()));
    assertThat(inTheSchema).isEqualTo(refusals);
    refusals.remove(RefusedException.Status.METHOD_NOT_ALLOWED.code());
    assertThat(statuses).isEqualTo(refusals);
  }

  @Test
  void everyOperationHasTheAnswersOfTheGateway() {
    for (JsonNode operation : operations()) {
      assertThat(operation.path("responses").properties())
          .extracting(answer -> answer.getKey())
          .contains("200", "400", "403", "429", "500");
    }
  }

  private static List<JsonNode> operations() {
    List<JsonNode> operations = new ArrayList<>();
    API.path("paths").forEach(path -> path.forEach(operations::add));
    assertThat(operations).hasSize(3);
    return operations;
  }
}
