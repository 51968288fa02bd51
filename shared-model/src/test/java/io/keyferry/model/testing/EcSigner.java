package io.keyferry.model.testing;

import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.value.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/**
 * A P-256 signing key in memory.
 *
 * @param verificationKey the key that it claims: its own, or for a forger another's
 */
public record EcSigner(KeyPair pair, VerificationKey verificationKey)
    implements MessageSigner<RuntimeException> {

  /** A fresh key. */
  public static EcSigner create() {
    KeyPair pair = generate();
    return new EcSigner(pair, VerificationKey.of((ECPublicKey) pair.getPublic()));
  }

  /** A fresh key with another key's name. */
  public static EcSigner claiming(VerificationKey claimed) {
    return new EcSigner(generate(), claimed);
  }

  public ECPublicKey publicKey() {
    return (ECPublicKey) pair.getPublic();
  }

  @Override
  public byte[] sign(byte[] digest) {
    try {
      Signature signature = Signature.getInstance("NONEwithECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
