package io.keyferry.agent.job;

import io.keyferry.model.MessageSigner;
import io.keyferry.model.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/** A P-256 signing key in memory. */
public record EcSigner(KeyPair pair) implements MessageSigner<IllegalStateException> {

  public static EcSigner create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new EcSigner(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public ECPublicKey publicKey() {
    return (ECPublicKey) pair.getPublic();
  }

  @Override
  public VerificationKey verificationKey() {
    return VerificationKey.of(publicKey());
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
