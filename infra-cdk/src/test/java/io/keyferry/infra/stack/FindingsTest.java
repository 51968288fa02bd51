package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import io.keyferry.infra.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FindingsTest {

  static List<Settings> thereIsNoneWithoutAReason() {
    return List.of(
        SampleSettings.twoAgents(), SampleSettings.unusual(), SampleSettings.maxAgents());
  }

  @ParameterizedTest
  @MethodSource
  void thereIsNoneWithoutAReason(Settings settings) {
    assertThat(Synthesized.of(settings).findings()).isEmpty();
  }

  @Test
  void whatIsLeftIsWildcardsInTheRolesOfThreeFunctionsEachWithItsReason() {
    List<JsonNode> left =
        Synthesized.of(SampleSettings.twoAgents())
            .template()
            .findValues("rules_to_suppress")
            .stream()
            .flatMap(JsonNode::valueStream)
            .toList();

    assertThat(left)
        .hasSize(6)
        .allSatisfy(one -> {
          assertThat(one.path("id").asText()).isEqualTo("AwsSolutions-IAM5");
          assertThat(one.path("reason").asText()).hasSizeGreaterThan(40);
          assertThat(one.path("applies_to")).hasSize(1);
        });
  }
}
