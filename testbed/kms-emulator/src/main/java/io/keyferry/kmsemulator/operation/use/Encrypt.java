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

/** {@code Encrypt}: with symmetric keys and RSA keys. */
public final class Encrypt implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Member.blob("Plaintext", 1, 4096).needed(),
          Members.ENCRYPTION_CONTEXT,
          Members.ENCRYPTION_ALGORITHM,
          Members.DRY_RUN);

  private final EncryptionKeys keys;

  public Encrypt(EncryptionKeys keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    Encryption encryption =
        keys.forEncryption(given.text("KeyId"), EncryptionOptions.of(given, ""), "Encrypt");
    byte[] ciphertext = encryption.encrypt(given.blob("Plaintext"));
    UsableKeys.stopDryRun(given);
    return Json.object()
        .put("KeyId", encryption.key().toString())
        .put("CiphertextBlob", ciphertext)
        .put("EncryptionAlgorithm", encryption.algorithm());
  }
}
