package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.value.KeyArn;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SortedMap;

/** AES-GCM with one material of a symmetric key; the ciphertext names both. */
record SymmetricEncryption(
    KeyArn key, Material material, SortedMap<String, String> context, SecureRandom random)
    implements Encryption {

  @Override
  public String algorithm() {
    return EncryptionOptions.SYMMETRIC_DEFAULT;
  }

  @Override
  public Optional<String> materialId() {
    return Optional.of(material.id());
  }

  @Override
  public byte[] encrypt(byte[] plain) {
    return CiphertextBlob.encrypt(key.keyId(), material, plain, context, random).toBytes();
  }

  @Override
  public byte[] decrypt(byte[] ciphertext) {
    return CiphertextBlob.parse(ciphertext).decrypt(material, context, random);
  }
}
