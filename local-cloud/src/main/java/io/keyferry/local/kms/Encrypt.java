package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code Encrypt}, with symmetric keys and RSA keys. */
final class Encrypt implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Member.blob("Plaintext", 1, 4096).needed(),
          Members.ENCRYPTION_CONTEXT,
          Members.ENCRYPTION_ALGORITHM,
          Members.DRY_RUN);

  private final EncryptionKeys keys;

  Encrypt(EncryptionKeys keys) {
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
