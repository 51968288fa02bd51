package io.keyferry.model.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import io.keyferry.model.signed.MessageSigner;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/** Invalid signatures. */
public final class Signatures {

  private static final BigInteger ORDER = Curve.P_256.toECParameterSpec().getOrder();

  private Signatures() {}

  /** (r, n - s) of (r, s), which verifies mathematically, too. */
  public static byte[] twin(byte[] signature) {
    return joined(r(signature), ORDER.subtract(s(signature)));
  }

  /** The message with the signer's signature over its current content, in the accepted form. */
  public static <E extends Exception> Jws signed(Jws message, MessageSigner<E> signer) throws E {
    byte[] signature = signer.sign(sha256(message.signed()));
    boolean high = s(signature).compareTo(ORDER.shiftRight(1)) > 0;
    return message.signature(high ? twin(signature) : signature);
  }

  /** Values at the edges of what ECDSA allows, where verifiers have failed before. */
  static Jws degenerate(Jws message, RandomGenerator random) {
    byte[] signature = message.signatureBytes();
    BigInteger r = r(signature);
    BigInteger s = s(signature);
    BigInteger zero = BigInteger.ZERO;
    BigInteger one = BigInteger.ONE;
    return message.signature(
        switch (random.nextInt(11)) {
          case 0 -> joined(zero, zero);
          case 1 -> joined(zero, s);
          case 2 -> joined(r, zero);
          case 3 -> joined(ORDER, s);
          case 4 -> joined(r, ORDER);
          case 5 -> joined(one, one);
          case 6 -> joined(s, r);
          case 7 -> joined(ORDER.subtract(r), s);
          case 8 -> joined(r, s.add(one));
          case 9 -> joined(one.shiftLeft(256).subtract(one), s);
          default -> der(signature);
        });
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] der(byte[] signature) {
    try {
      return ECDSA.transcodeSignatureToDER(signature);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BigInteger r(byte[] signature) {
    return new BigInteger(1, signature, 0, 32);
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, signature, 32, 32);
  }

  private static byte[] joined(BigInteger r, BigInteger s) {
    byte[] joined = new byte[64];
    copy(r.toByteArray(), joined, 32);
    copy(s.toByteArray(), joined, 64);
    return joined;
  }

  private static void copy(byte[] number, byte[] to, int end) {
    int length = Math.min(number.length, 32);
    System.arraycopy(number, number.length - length, to, end - length, length);
  }
}
