package io.keyferry.cloud.flow;

import io.keyferry.model.WrappingPublicKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** Wrapping keys as KMS would make them. */
final class WrappingKeys {

  private WrappingKeys() {}

  static WrappingPublicKey rsa2048() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return WrappingPublicKey.of(generator.generateKeyPair().getPublic().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
