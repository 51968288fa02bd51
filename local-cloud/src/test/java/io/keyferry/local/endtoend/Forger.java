package io.keyferry.local.endtoend;

import io.keyferry.model.MessageSigner;
import io.keyferry.model.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/**
 * Signs with a key of its own, under whatever name.
 *
 * @param claimed the key that the header names
 */
record Forger(KeyPair pair, VerificationKey claimed)
    implements MessageSigner<GeneralSecurityException> {

  /** One that names its own key. */
  static Forger honestAboutItsKey() throws GeneralSecurityException {
    KeyPair pair = generate();
    return new Forger(pair, VerificationKey.of((ECPublicKey) pair.getPublic()));
  }

  /** One that names the true signer's key. */
  static Forger claiming(VerificationKey claimed) throws GeneralSecurityException {
    return new Forger(generate(), claimed);
  }

  private static KeyPair generate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  @Override
  public VerificationKey verificationKey() {
    return claimed;
  }

  @Override
  public byte[] sign(byte[] digest) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("NONEwithECDSAinP1363Format");
    signature.initSign(pair.getPrivate());
    signature.update(digest);
    return signature.sign();
  }
}
