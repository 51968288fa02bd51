package io.keyferry.agent.hsm.pkcs11;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;

/** The curve P-256 (secp256r1) in PKCS#11 and in Java. */
public final class P256 {

  private P256() {}

  /**
   * Converts a {@code CKA_EC_POINT}. PKCS#11 requires a DER {@code OCTET STRING} around the
   * uncompressed point; some tokens return the point alone.
   *
   * @throws GeneralSecurityException if the bytes are neither
   */
  public static ECPublicKey publicKey(byte[] ecPoint) throws GeneralSecurityException {
    byte[] spki =
        Curve.P256
            .publicKey(ecPoint)
            .orElseThrow(() ->
                new GeneralSecurityException(
                    "expected an uncompressed point of P-256 (65 bytes, alone or in an OCTET STRING), found "
                        + ecPoint.length
                        + " bytes"));
    return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
  }

  /** Whether r and s, 32 bytes each, are the key's signature of the digest. */
  public static boolean verifies(ECPublicKey key, byte[] digest, byte[] signature)
      throws GeneralSecurityException {
    Signature ecdsa = Signature.getInstance("NONEwithECDSAinP1363Format");
    ecdsa.initVerify(key);
    ecdsa.update(digest);
    return ecdsa.verify(signature);
  }
}
