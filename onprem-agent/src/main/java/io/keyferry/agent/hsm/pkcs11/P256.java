package io.keyferry.agent.hsm.pkcs11;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** The curve P-256 (secp256r1), as PKCS#11 and as Java know it. */
public final class P256 {

  /** The curve's object identifier 1.2.840.10045.3.1.7 in DER: {@code CKA_EC_PARAMS}. */
  private static final String OID = "06082a8648ce3d030107";

  private static final String OCTET_STRING = "0441";
  private static final int COORDINATE = 32;
  private static final int POINT = 1 + 2 * COORDINATE;
  private static final byte UNCOMPRESSED = 4;

  private P256() {}

  public static byte[] parameters() {
    return HexFormat.of().parseHex(OID);
  }

  /**
   * The public key of a {@code CKA_EC_POINT}. PKCS#11 wants a DER {@code OCTET STRING} around the
   * uncompressed point; some tokens give the point alone.
   *
   * @throws GeneralSecurityException if the bytes are neither
   */
  public static ECPublicKey publicKey(byte[] ecPoint) throws GeneralSecurityException {
    byte[] point = unwrapped(ecPoint);
    if (point.length != POINT || point[0] != UNCOMPRESSED) {
      throw new GeneralSecurityException(
          "expected an uncompressed point of P-256 (65 bytes, alone or in an OCTET STRING), found "
              + ecPoint.length
              + " bytes");
    }
    BigInteger x = new BigInteger(1, point, 1, COORDINATE);
    BigInteger y = new BigInteger(1, point, 1 + COORDINATE, COORDINATE);
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
    return (ECPublicKey)
        KeyFactory.getInstance("EC")
            .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), parameters));
  }

  private static byte[] unwrapped(byte[] ecPoint) {
    byte[] header = HexFormat.of().parseHex(OCTET_STRING);
    boolean wrapped =
        ecPoint.length == header.length + POINT
            && Arrays.equals(header, Arrays.copyOf(ecPoint, header.length));
    return wrapped ? Arrays.copyOfRange(ecPoint, header.length, ecPoint.length) : ecPoint;
  }

  /** Whether r and s, 32 bytes each, sign the digest under the key. */
  public static boolean verifies(ECPublicKey key, byte[] digest, byte[] signature)
      throws GeneralSecurityException {
    Signature ecdsa = Signature.getInstance("NONEwithECDSAinP1363Format");
    ecdsa.initVerify(key);
    ecdsa.update(digest);
    return ecdsa.verify(signature);
  }
}
