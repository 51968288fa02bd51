package io.keyferry.cloud.flow;

import io.keyferry.model.value.WrappingPublicKey;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;

/** Wrapping keys as KMS makes them, each different; nobody has their private halves. */
final class WrappingKeys {

  private static final int BITS = 2048;

  private WrappingKeys() {}

  static WrappingPublicKey rsa2048(int number) {
    BigInteger modulus =
        BigInteger.ONE.shiftLeft(BITS - 1).add(BigInteger.valueOf(2L * number + 1));
    try {
      return WrappingPublicKey.of(
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4))
              .getEncoded());
    } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
      throw new IllegalStateException(e);
    }
  }
}
