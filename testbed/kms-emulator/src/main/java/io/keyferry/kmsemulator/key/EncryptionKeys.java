package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.key.Material.Role;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.Parameters;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SortedMap;

/** Finds the key, and for a symmetric key the material, that a request needs. */
public final class EncryptionKeys {

  private final KeyStore keys;
  private final SecureRandom random;

  public EncryptionKeys(KeyStore keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /**
   * Returns the key to encrypt with.
   *
   * @param operation for the refusal, for example {@code Encrypt}
   * @throws KmsError if there is no such key, or it cannot do this
   */
  public Encryption forEncryption(String keyName, EncryptionOptions options, String operation) {
    return withCurrentMaterial(keys.byAnyName(keyName), options, operation);
  }

  /**
   * Returns the key as {@link #forEncryption} does, symmetric keys only.
   *
   * @throws KmsError if there is no such key, or it cannot do this
   */
  public Encryption forDataKeys(
      String keyName, SortedMap<String, String> context, String operation) {
    StoredKey key = keys.byAnyName(keyName);
    if (key.nature().usage() == KeyUsage.ENCRYPT_DECRYPT && !key.nature().isSymmetric()) {
      throw KmsError.invalidKeyUsage("You cannot generate a data key with an asymmetric CMK");
    }
    return withCurrentMaterial(
        key, new EncryptionOptions(EncryptionOptions.SYMMETRIC_DEFAULT, context), operation);
  }

  /**
   * Returns the key to decrypt with. A symmetric ciphertext names its key and its material, and the
   * request may name the key as well; an RSA ciphertext names nothing.
   *
   * @param member which names the key in the request, for example {@code SourceKeyId}
   * @param operation for the refusal, for example {@code Decrypt}
   * @throws KmsError if there is no such key, or it cannot do this
   */
  public Encryption forDecryption(
      Parameters given, String member, EncryptionOptions options, String operation) {
    Optional<String> named = given.optionalText(member);
    if (options.areSymmetric()) {
      return withMaterialOf(
          CiphertextBlob.parse(given.blob("CiphertextBlob")), named, options, operation);
    }
    return withCurrentMaterial(
        named
            .map(keys::byAnyName)
            .orElseThrow(() -> KmsError.validation(member + " must not be null")),
        options,
        operation);
  }

  private Encryption withCurrentMaterial(
      StoredKey key, EncryptionOptions options, String operation) {
    return key.locked(state -> {
      check(key, state, options, operation);
      return state
          .materials()
          .withRole(Role.CURRENT)
          .map(current -> encryption(key, current, options))
          .orElseThrow(() -> KeyStatus.PENDING_IMPORT.refusal(key.arn()));
    });
  }

  private Encryption withMaterialOf(
      CiphertextBlob blob, Optional<String> named, EncryptionOptions options, String operation) {
    StoredKey key = keys.byCiphertext(blob);
    if (named.filter(name -> !isNameOf(name, key)).isPresent()) {
      throw KmsError.of(
          "IncorrectKeyException",
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    return key.locked(state -> {
      check(key, state, options, operation);
      return state
          .materials()
          .withId(blob.materialId())
          .map(material -> encryption(key, material, options))
          .orElseThrow(KmsError::noKeyOfCiphertext);
    });
  }

  /** The name of the same key in another Region does not match. */
  private boolean isNameOf(String name, StoredKey key) {
    boolean elsewhere =
        name.startsWith("arn:")
            && name.endsWith(":key/" + key.arn().keyId())
            && !name.equals(key.arn().toString());
    return !elsewhere && keys.byAnyName(name).equals(key);
  }

  private Encryption encryption(StoredKey key, Material material, EncryptionOptions options) {
    return options.areSymmetric()
        ? new SymmetricEncryption(key.arn(), material, options.context(), random)
        : new RsaEncryption(
            key.arn(), key.nature().spec(), UsableKeys.bytes(material), options.algorithm());
  }

  private static void check(
      StoredKey key, KeyState state, EncryptionOptions options, String operation) {
    UsableKeys.requireUsable(key, state);
    key.requireUsage(KeyUsage.ENCRYPT_DECRYPT, operation);
    key.requireAlgorithm(options.algorithm());
    if (!options.areSymmetric() && !options.context().isEmpty()) {
      throw KmsError.validation(
          "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.");
    }
  }
}
