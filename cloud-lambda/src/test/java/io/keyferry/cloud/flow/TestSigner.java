package io.keyferry.cloud.flow;

import io.keyferry.model.MessageSigner;
import io.keyferry.model.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/** A signing key in memory. */
public record TestSigner(KeyPair pair) implements MessageSigner<RuntimeException> {

  /** A fresh key. */
  public static TestSigner create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new TestSigner(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public VerificationKey verificationKey() {
    return VerificationKey.of((ECPublicKey) pair.getPublic());
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
}
