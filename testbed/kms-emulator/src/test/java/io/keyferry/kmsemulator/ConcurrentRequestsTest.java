package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.key.WrappingKeyPairs;
import io.keyferry.kmsemulator.protocol.HttpAnswer;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.testing.TestMaterials;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Concurrent requests, as several Lambdas send them. */
class ConcurrentRequestsTest {

  private final WrappingKeyPairs pairs =
      new WrappingKeyPairs(WrappingKeySupply.ahead(Map.of()), Duration.ZERO, new SecureRandom());
  private final Scenario scenario = new Scenario(new TestMaterials(), pairs::take);

  @Test
  void ofManyNewMaterialsExactlyOneBecomesPending() throws Exception {
    scenario.play(step("CreateKey", "key", Json.object().put("Origin", "EXTERNAL")));
    scenario.play(
        step(
            "GetParametersForImport",
            "set",
            Json.object()
                .put("KeyId", "{key.KeyMetadata.KeyId}")
                .put("WrappingAlgorithm", "RSAES_OAEP_SHA_256")
                .put("WrappingKeySpec", "RSA_2048")));
    scenario.play(imported('a'));

    List<JsonNode> requests = new ArrayList<>();
    for (char letter = 'b'; letter <= 'i'; letter++) {
      requests.add(imported(letter));
    }
    List<HttpAnswer> answers = allAtOnce(requests);

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .extracting(answer -> answer.body().path("__type").asText())
        .containsOnly("KMSInvalidStateException");
  }

  @Test
  void ofManyReplicasExactlyOneIsMadeInARegion() throws Exception {
    scenario.play(step("CreateKey", "key", Json.object().put("MultiRegion", true)));
    JsonNode request =
        step(
            "ReplicateKey",
            "replica",
            Json.object()
                .put("KeyId", "{key.KeyMetadata.KeyId}")
                .put("ReplicaRegion", "eu-central-1"));

    List<HttpAnswer> answers = allAtOnce(Collections.nCopies(8, request));

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .extracting(answer -> answer.body().path("__type").asText())
        .containsOnly("AlreadyExistsException");
  }

  private List<HttpAnswer> allAtOnce(List<JsonNode> requests) throws Exception {
    List<Callable<HttpAnswer>> calls = new ArrayList<>();
    requests.forEach(request -> calls.add(() -> scenario.call(request)));
    List<HttpAnswer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HttpAnswer> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  private static JsonNode imported(char letter) {
    return step(
        "ImportKeyMaterial",
        "imported",
        Json.object()
            .put("KeyId", "{key.KeyMetadata.KeyId}")
            .put("ImportToken", "{set.ImportToken}")
            .put("EncryptedKeyMaterial", "{wrap RSAES_OAEP_SHA_256|set|32 bytes of " + letter + "}")
            .put("ExpirationModel", "KEY_MATERIAL_DOES_NOT_EXPIRE")
            .put("ImportType", "NEW_KEY_MATERIAL"));
  }

  private static ObjectNode step(String operation, String name, ObjectNode parameters) {
    ObjectNode step = Json.object().put("call", operation).put("save", name);
    step.set("with", parameters);
    return step;
  }
}
