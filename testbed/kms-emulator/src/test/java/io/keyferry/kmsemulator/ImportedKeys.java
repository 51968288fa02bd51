package io.keyferry.kmsemulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.KmsTimes;
import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.key.WrappingKeyPairs;
import io.keyferry.kmsemulator.operation.KmsOperations;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.testing.Wrapper;
import io.keyferry.kmsemulator.value.KeySpec;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A KMS with keys that were created and imported through its operations, for tests that use the
 * keys.
 */
final class ImportedKeys {

  // One pair for all imports: the imported keys are tested, not the pair.
  private static final KeyPair PAIR =
      new WrappingKeyPairs(WrappingKeySupply.ahead(Map.of()), Duration.ZERO, new SecureRandom())
          .take(WrappingKeySpec.RSA_3072);

  private static final String REGION = "eu-west-1";

  private final Map<String, KmsOperation> operations;

  ImportedKeys() {
    Regions regions =
        Regions.of(
            List.of(REGION),
            name ->
                new KmsEnvironment(
                    name, "111122223333", new MovableClock(Scenario.START), new SecureRandom()));
    KeyStore keys = regions.in(REGION).orElseThrow();
    operations =
        KmsOperations.over(keys, keys.environment(), regions, KmsTimes.recorded(), _ -> PAIR);
  }

  /** Creates a key and imports the material, raw bytes or PKCS #8; returns the key's ARN. */
  String imported(KeySpec spec, KeyUsage usage, byte[] material) {
    String algorithm =
        spec.name().startsWith("RSA") ? "RSA_AES_KEY_WRAP_SHA_256" : "RSAES_OAEP_SHA_256";
    String key =
        call(
                "CreateKey",
                Json.object()
                    .put("Origin", "EXTERNAL")
                    .put("KeySpec", spec.name())
                    .put("KeyUsage", usage.name()))
            .at("/KeyMetadata/Arn")
            .textValue();
    ObjectNode set =
        call(
            "GetParametersForImport",
            Json.object()
                .put("KeyId", key)
                .put("WrappingAlgorithm", algorithm)
                .put("WrappingKeySpec", "RSA_3072"));
    call(
        "ImportKeyMaterial",
        Json.object()
            .put("KeyId", key)
            .put("ImportToken", set.path("ImportToken").textValue())
            .put("EncryptedKeyMaterial", Wrapper.wrap(algorithm, blob(set, "PublicKey"), material))
            .put("ExpirationModel", "KEY_MATERIAL_DOES_NOT_EXPIRE"));
    return key;
  }

  /**
   * The operation's answer as on the wire.
   *
   * @throws KmsError if it is refused
   */
  ObjectNode call(String operation, ObjectNode request) {
    KmsOperation found = operations.get(operation);
    if (found == null) {
      throw new AssertionError("no such operation: " + operation);
    }
    return onTheWire(found.answer(onTheWire(request)));
  }

  static byte[] blob(ObjectNode answer, String name) {
    return Base64.getDecoder().decode(answer.path(name).textValue());
  }

  private static ObjectNode onTheWire(ObjectNode message) {
    try {
      return (ObjectNode) Json.parse(Json.write(message));
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + message, e);
    }
  }
}
