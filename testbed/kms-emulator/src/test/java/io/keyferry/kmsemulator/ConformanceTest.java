package io.keyferry.kmsemulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.WrappingRules;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.key.WrappingKeyPairs;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.testing.TestMaterials;
import io.keyferry.kmsemulator.value.KeySpec;
import io.keyferry.kmsemulator.value.WrappingAlgorithm;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded fact about the operations, from the case files beside this class's resources. Each
 * case names the row of {@code reference/aws-kms-import.md} that it comes from.
 */
class ConformanceTest {

  private static final TestMaterials MATERIALS = new TestMaterials();
  private static final Map<WrappingKeySpec, KeyPair> PAIRS = new EnumMap<>(WrappingKeySpec.class);
  private static final WrappingKeyPairs GENERATOR =
      new WrappingKeyPairs(WrappingKeySupply.ahead(Map.of()), Duration.ZERO, new SecureRandom());

  private static final SdkKms SDK = sdk();

  private static SdkKms sdk() {
    try {
      return new SdkKms();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void close() {
    SDK.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersAsAwsWasRecorded(JsonNode testCase) throws IOException {
    Scenario scenario = stateOf(testCase);
    assertAnswer(testCase, scenario, scenario.call(testCase));
  }

  /**
   * Requests that the SDK cannot express, such as a number in place of a text, were tested above.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theAwsSdkReadsTheSame(JsonNode testCase) throws IOException {
    Scenario scenario = stateOf(testCase);
    HttpAnswer answer;
    try {
      answer = scenario.callThrough(SDK, testCase);
    } catch (SdkJson.NotSayableException e) {
      abort(e.getMessage());
      return;
    }
    assertAnswer(testCase, scenario, answer);
  }

  private static Scenario stateOf(JsonNode testCase) throws IOException {
    // One pair per spec for all cases: the answer is tested, not the pair.
    Scenario scenario =
        new Scenario(MATERIALS, spec -> PAIRS.computeIfAbsent(spec, GENERATOR::take));
    for (JsonNode state : testCase.path("state")) {
      JsonNode steps = read("states.json").path(state.asText());
      assertThat(steps.isArray()).as("state " + state).isTrue();
      steps.forEach(scenario::play);
    }
    testCase.path("steps").forEach(scenario::play);
    return scenario;
  }

  private static void assertAnswer(JsonNode testCase, Scenario scenario, HttpAnswer answer)
      throws IOException {
    if (testCase.has("error")) {
      ObjectNode expected = Json.object().put("__type", testCase.path("error").asText());
      if (testCase.has("message")) {
        expected.set("message", scenario.filled(testCase.path("message")));
      }
      assertThat(answer).isEqualTo(new HttpAnswer(400, expected));
      return;
    }
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    JsonNode body = Json.parse(Json.write(answer.body())).at(testCase.path("at").asText(""));
    scenario
        .filled(testCase.path("answer"))
        .properties()
        .forEach(field ->
            assertThat(body.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
    testCase
        .path("absent")
        .forEach(name -> assertThat(body.has(name.asText())).as(name.asText()).isFalse());
  }

  @ParameterizedTest(name = "2.3 {0} under {1} with {2}: {3}")
  @CsvFileSource(resources = "wrapping-combinations.csv", numLinesToSkip = 1)
  void allowsTheWrappingCombinationsOfTable23(
      KeySpec target, WrappingAlgorithm algorithm, WrappingKeySpec wrappingKey, String allowed) {
    assertThat(WrappingRules.allow(algorithm, wrappingKey, target))
        .isEqualTo(allowed.equals("yes"));
  }

  @Test
  void theCombinationsFileIsComplete() throws IOException {
    try (InputStream in = resource("wrapping-combinations.csv")) {
      long rows = new String(in.readAllBytes(), UTF_8).lines().skip(1).distinct().count();
      assertThat(rows)
          .isEqualTo(
              (long) KeySpec.values().length
                  * WrappingAlgorithm.values().length
                  * WrappingKeySpec.values().length);
    }
  }

  static Stream<Named<JsonNode>> cases() throws IOException {
    Stream<Named<JsonNode>> all = Stream.of();
    for (String file :
        new String[] {
          "keys.json",
          "parameters.json",
          "import.json",
          "re-import.json",
          "rotation.json",
          "multi-region.json",
          "empty-key.json",
          "administration.json",
          "use.json",
          "mac.json",
          "signatures.json",
          "rsa-encryption.json",
          "agreement.json",
          "data-keys.json",
          "re-encryption.json",
          "public-keys.json",
          "names.json",
          "aliases.json",
        }) {
      all =
          Stream.concat(
              all,
              StreamSupport.stream(read(file).spliterator(), false)
                  .map(node -> Named.of(node.path("fact").asText(), node)));
    }
    return all;
  }

  private static JsonNode read(String file) throws IOException {
    try (InputStream in = resource(file)) {
      return Json.parse(in.readAllBytes());
    }
  }

  private static InputStream resource(String file) throws IOException {
    InputStream in = ConformanceTest.class.getResourceAsStream(file);
    if (in == null) {
      throw new IOException("no resource " + file);
    }
    return in;
  }
}
