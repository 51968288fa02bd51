package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;

/**
 * {@code Decrypt}, with symmetric keys. The blob tells the key; the request may name it as well.
 */
final class Decrypt implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID,
          Member.blob("CiphertextBlob", 1, Members.LONGEST_CIPHERTEXT).needed(),
          Members.ENCRYPTION_CONTEXT,
          Members.ENCRYPTION_ALGORITHM,
          Members.DRY_RUN);

  private final KeyStore keys;
  private final SecureRandom random;

  Decrypt(KeyStore keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    CiphertextBlob blob = CiphertextBlob.parse(given.blob("CiphertextBlob"));
    StoredKey key = keyOf(blob, given);
    Material material =
        key.locked(state -> {
          UsableKeys.requireEnabled(key, state);
          UsableKeys.requireSymmetric(key, given);
          UsableKeys.stopDryRun(given);
          return state
              .materials()
              .withId(blob.materialId())
              .orElseThrow(KmsError::invalidCiphertext);
        });
    return Json.object()
        .put("KeyId", key.arn().toString())
        .put("Plaintext", blob.decrypt(material, given.texts("EncryptionContext"), random))
        .put("EncryptionAlgorithm", UsableKeys.SYMMETRIC_DEFAULT)
        .put("KeyMaterialId", material.id());
  }

  private StoredKey keyOf(CiphertextBlob blob, Parameters given) {
    StoredKey key = keys.byCiphertext(blob.key());
    given
        .optionalText("KeyId")
        .filter(name -> isElsewhere(name, key) || !keys.byAnyName(name).equals(key))
        .ifPresent(other -> {
          throw KmsError.of(
              "IncorrectKeyException",
              "The key ID in the request does not identify a CMK that can perform this"
                  + " operation.");
        });
    return key;
  }

  /** Another Region's name of the same key, which does not do here. */
  private static boolean isElsewhere(String name, StoredKey key) {
    return name.startsWith("arn:")
        && name.endsWith(":key/" + key.arn().keyId())
        && !name.equals(key.arn().toString());
  }
}
