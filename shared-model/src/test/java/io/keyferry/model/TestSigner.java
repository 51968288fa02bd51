package io.keyferry.model;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/** A signing key in memory. */
record TestSigner(KeyPair pair) implements MessageSigner<GeneralSecurityException> {

  static TestSigner create() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return new TestSigner(generator.generateKeyPair());
  }

  @Override
  public VerificationKey verificationKey() {
    return VerificationKey.of((ECPublicKey) pair.getPublic());
  }

  @Override
  public byte[] sign(byte[] digest) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("NONEwithECDSAinP1363Format");
    signature.initSign(pair.getPrivate());
    signature.update(digest);
    return signature.sign();
  }
}
