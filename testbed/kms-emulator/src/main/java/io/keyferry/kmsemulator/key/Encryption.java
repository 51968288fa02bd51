package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KeyArn;
import java.util.Optional;

/** A usable key with the algorithm that a request names. */
public sealed interface Encryption permits SymmetricEncryption, RsaEncryption {

  KeyArn key();

  /** KMS's name, for example {@code RSAES_OAEP_SHA_256}. */
  String algorithm();

  /** The id of the material in use; present for symmetric keys only. */
  Optional<String> materialId();

  /**
   * Encrypts to the answer's {@code CiphertextBlob}.
   *
   * @throws KmsError if the plaintext is too long for the algorithm
   */
  byte[] encrypt(byte[] plain);

  /**
   * Decrypts such a ciphertext.
   *
   * @throws KmsError if the ciphertext was made with another key, context or algorithm
   */
  byte[] decrypt(byte[] ciphertext);
}
