package io.keyferry.model.signed;

import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The only accepted form of an ECDSA signature. If (r, s) verifies, so does (r, n - s), and anybody
 * can compute it: the message would have a second text, and so a second deduplication id and hash.
 * Only the smaller s is accepted. KMS and HSMs return either; the sender normalizes.
 */
final class LowSignature {

  /** Of r and s, 32 each, big-endian (RFC 7518, section 3.4). */
  static final int BYTES = 64;

  private static final int HALF = BYTES / 2;
  private static final BigInteger ORDER = Curve.P_256.toECParameterSpec().getOrder();
  private static final BigInteger MAX_S = ORDER.shiftRight(1);

  private LowSignature() {}

  static boolean is(byte[] signature) {
    return signature.length == BYTES && s(signature).compareTo(MAX_S) <= 0;
  }

  /**
   * Returns the signature with the smaller s. Both verify, so no key is needed.
   *
   * @throws IllegalStateException if the signer returned anything but r and s, 32 bytes each
   */
  static byte[] of(byte[] signature) {
    if (signature.length != BYTES) {
      throw new IllegalStateException(
          "expected a signature of %d bytes, r and s, found %d: correct the signer"
              .formatted(BYTES, signature.length));
    }
    return is(signature) ? signature : mirrored(signature);
  }

  private static byte[] mirrored(byte[] signature) {
    byte[] mirrored = Arrays.copyOf(signature, BYTES);
    Arrays.fill(mirrored, HALF, BYTES, (byte) 0);
    byte[] s = ORDER.subtract(s(signature)).toByteArray();
    System.arraycopy(s, 0, mirrored, BYTES - s.length, s.length);
    return mirrored;
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, signature, HALF, HALF);
  }
}
