package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.Encryption;
import io.keyferry.kmsemulator.key.EncryptionKeys;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * {@code GenerateDataKey} and {@code GenerateDataKeyWithoutPlaintext}: random bytes, and the same
 * bytes encrypted under a symmetric key. KMS keeps neither.
 */
public final class GenerateDataKey implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Members.ENCRYPTION_CONTEXT,
          Member.number("NumberOfBytes", 1, 1024),
          Member.oneOf("KeySpec", List.of("AES_256", "AES_128")),
          Members.DRY_RUN);

  private final EncryptionKeys keys;
  private final SecureRandom random;
  private final boolean returnsPlaintext;

  public GenerateDataKey(EncryptionKeys keys, SecureRandom random, boolean returnsPlaintext) {
    this.keys = keys;
    this.random = random;
    this.returnsPlaintext = returnsPlaintext;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    byte[] dataKey = new byte[length(given)];
    Encryption encryption =
        keys.forDataKeys(
            given.text("KeyId"),
            given.texts("EncryptionContext"),
            returnsPlaintext ? "GenerateDataKey" : "GenerateDataKeyWithoutPlaintext");
    random.nextBytes(dataKey);
    byte[] ciphertext = encryption.encrypt(dataKey);
    UsableKeys.stopDryRun(given);
    ObjectNode answer =
        Json.object().put("CiphertextBlob", ciphertext).put("KeyId", encryption.key().toString());
    encryption.materialId().ifPresent(id -> answer.put("KeyMaterialId", id));
    return returnsPlaintext ? answer.put("Plaintext", dataKey) : answer;
  }

  private static int length(Parameters given) {
    Optional<String> spec = given.optionalText("KeySpec");
    if (spec.isPresent() == given.has("NumberOfBytes")) {
      throw KmsError.validation("Please specify either number of bytes or key spec.");
    }
    return spec.map(name -> name.equals("AES_128") ? 16 : 32)
        .orElseGet(() -> given.number("NumberOfBytes", 0));
  }
}
