package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.kms.Material.Role;
import java.security.SecureRandom;

/** {@code Encrypt}, with symmetric keys. */
final class Encrypt implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Member.blob("Plaintext", 1, 4096).needed(),
          Members.ENCRYPTION_CONTEXT,
          Members.ENCRYPTION_ALGORITHM,
          Members.DRY_RUN);

  private final KeyStore keys;
  private final SecureRandom random;

  Encrypt(KeyStore keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byAnyName(given.text("KeyId"));
    Material material = key.locked(state -> current(key, state, given));
    CiphertextBlob blob =
        CiphertextBlob.encrypt(
            key.arn(), material, given.blob("Plaintext"), given.texts("EncryptionContext"), random);
    return Json.object()
        .put("KeyId", key.arn().toString())
        .put("CiphertextBlob", blob.toBytes())
        .put("EncryptionAlgorithm", UsableKeys.SYMMETRIC_DEFAULT);
  }

  private static Material current(StoredKey key, KeyState state, Parameters given) {
    UsableKeys.requireEnabled(key, state);
    key.requireUsage(KeyUsage.ENCRYPT_DECRYPT, "Encrypt");
    UsableKeys.requireSymmetric(key, given);
    UsableKeys.stopDryRun(given);
    return state
        .materials()
        .withRole(Role.CURRENT)
        .orElseThrow(() -> KeyStatus.PENDING_IMPORT.refusal(key.arn()));
  }
}
