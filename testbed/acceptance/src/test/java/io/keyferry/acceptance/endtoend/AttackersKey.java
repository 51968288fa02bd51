package io.keyferry.acceptance.endtoend;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A wrapping key whose private half KMS does not have. */
final class AttackersKey {

  private AttackersKey() {}

  /** RSA 2048, DER SubjectPublicKeyInfo. */
  static String inBase64() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] spki = generator.generateKeyPair().getPublic().getEncoded();
    return Base64.getEncoder().encodeToString(spki);
  }
}
