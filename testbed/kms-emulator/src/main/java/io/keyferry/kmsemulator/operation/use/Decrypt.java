package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.Encryption;
import io.keyferry.kmsemulator.key.EncryptionKeys;
import io.keyferry.kmsemulator.key.EncryptionOptions;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code Decrypt}: with symmetric keys and RSA keys. */
public final class Decrypt implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID,
          Member.blob("CiphertextBlob", 1, Members.MAX_CIPHERTEXT).needed(),
          Members.ENCRYPTION_CONTEXT,
          Members.ENCRYPTION_ALGORITHM,
          Members.DRY_RUN);

  private final EncryptionKeys keys;

  public Decrypt(EncryptionKeys keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    Encryption encryption =
        keys.forDecryption(given, "KeyId", EncryptionOptions.of(given, ""), "Decrypt");
    byte[] plain = encryption.decrypt(given.blob("CiphertextBlob"));
    UsableKeys.stopDryRun(given);
    ObjectNode answer =
        Json.object()
            .put("KeyId", encryption.key().toString())
            .put("Plaintext", plain)
            .put("EncryptionAlgorithm", encryption.algorithm());
    encryption.materialId().ifPresent(id -> answer.put("KeyMaterialId", id));
    return answer;
  }
}
