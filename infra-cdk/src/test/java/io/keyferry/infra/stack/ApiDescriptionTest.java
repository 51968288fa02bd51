package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The description of the HTTP API in the folder {@code spec} has the routes of the stack. */
class ApiDescriptionTest {

  @Test
  void hasEveryRouteOfTheStackAndNoOther() throws IOException {
    Object description = new Yaml().load(Files.readString(Path.of("../spec/openapi.yml")));
    JsonNode paths = new ObjectMapper().valueToTree(description).path("paths");
    List<String> described = new ArrayList<>();
    paths
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Synthesized.of(SampleSettings.twoAgents()).all("AWS::ApiGatewayV2::Route").stream()
                .map(route -> route.at("/Properties/RouteKey").asText())
                .toList());
  }
}
