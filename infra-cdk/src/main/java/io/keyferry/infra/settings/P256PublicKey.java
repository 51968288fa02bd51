package io.keyferry.infra.settings;

import io.keyferry.model.input.UnexpectedValueException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;

/** Reads the public keys that {@code keyferry-agent enrol} prints. */
final class P256PublicKey {

  private static final BigInteger THREE = BigInteger.valueOf(3);

  private P256PublicKey() {}

  /** The same key, always written alike. */
  static String canonical(String pem) {
    byte[] der = Pem.decode("PUBLIC KEY", pem);
    if (!(parse(der) instanceof ECPublicKey key)) {
      throw new UnexpectedValueException("a public key that is not an EC key");
    }
    ECParameterSpec curve = p256();
    ECParameterSpec found = key.getParams();
    if (!found.getCurve().equals(curve.getCurve())
        || !found.getGenerator().equals(curve.getGenerator())) {
      throw new UnexpectedValueException("an EC key on another curve: " + found);
    }
    if (!lies(key.getW(), curve.getCurve())) {
      throw new UnexpectedValueException("a point that is not on the curve");
    }
    return Pem.encode("PUBLIC KEY", key.getEncoded());
  }

  private static PublicKey parse(byte[] der) {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
    try {
      return KeyFactory.getInstance("EC").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new UnexpectedValueException("PEM that holds no EC public key");
    }
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static boolean lies(ECPoint point, EllipticCurve curve) {
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right = x.modPow(THREE, p).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    return y.multiply(y).mod(p).equals(right);
  }
}
