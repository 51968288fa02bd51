package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.key.WrappingKeyPairs;
import io.keyferry.kmsemulator.operation.KmsOperations;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The operations of some Regions of one account, called without a network. */
final class Emulated {

  private static final KmsTimes TIMES = new KmsTimes(Duration.ofSeconds(50), Duration.ofSeconds(2));

  private final Map<String, Map<String, KmsOperation>> operations = new HashMap<>();
  private final Regions regions;

  Emulated(String account, InstantSource clock, String... names) {
    SecureRandom random = new SecureRandom();
    WrappingKeyPairs pairs =
        new WrappingKeyPairs(WrappingKeySupply.ahead(Map.of()), Duration.ZERO, random);
    regions = Regions.of(List.of(names), name -> new KmsEnvironment(name, account, clock, random));
    regions.forEach((region, keys) ->
        operations.put(
            region, KmsOperations.over(keys, keys.environment(), regions, TIMES, pairs::take)));
  }

  /** The answer to a request that must succeed. */
  ObjectNode ok(String region, String operation, ObjectNode request) {
    return Objects.requireNonNull(operations(region).get(operation), operation).answer(request);
  }

  /** {@code NAME: SENTENCE} of the refusal, or {@code ok}. */
  String refusal(String region, String operation, ObjectNode request) {
    try {
      ok(region, operation, request);
      return "ok";
    } catch (KmsError e) {
      return e.name() + ": " + e.sentence().orElse("");
    }
  }

  Map<String, KmsOperation> operations(String region) {
    return Objects.requireNonNull(operations.get(region), region);
  }

  /** The id of a new symmetric key with KMS's own material. */
  String newKey(String region) {
    return ok(region, "CreateKey", Json.object()).at("/KeyMetadata/KeyId").asText();
  }

  /** A ciphertext in base64. */
  String encrypted(String region, String key) {
    String plain = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4, 5});
    return ok(region, "Encrypt", Json.object().put("KeyId", key).put("Plaintext", plain))
        .path("CiphertextBlob")
        .asText();
  }
}
