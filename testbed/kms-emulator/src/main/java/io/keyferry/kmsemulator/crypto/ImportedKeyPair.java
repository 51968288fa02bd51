package io.keyferry.kmsemulator.crypto;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Private keys in PKCS #8 (RFC 5208), DER or BER, and the public keys that belong to them. */
public final class ImportedKeyPair {

  private ImportedKeyPair() {}

  static boolean isRsa(KeyBytes material, int bits) {
    return parse(material)
        .filter(RSAPrivateCrtKeyParameters.class::isInstance)
        .map(key -> ((RSAPrivateCrtKeyParameters) key).getModulus().bitLength() == bits)
        .orElse(false);
  }

  /**
   * Whether it is on the named curve; explicit parameters do not count, whichever curve they
   * describe.
   */
  static boolean isOnCurve(KeyBytes material, String curve) {
    ASN1ObjectIdentifier expected = ECNamedCurveTable.getOID(curve);
    return parse(material)
        .filter(ECPrivateKeyParameters.class::isInstance)
        .map(key -> ((ECPrivateKeyParameters) key).getParameters())
        .filter(ECNamedDomainParameters.class::isInstance)
        .map(domain -> ((ECNamedDomainParameters) domain).getName().equals(expected))
        .orElse(false);
  }

  /** KMS accepts Ed25519 in DER only. */
  static boolean isEd25519(KeyBytes material) {
    return parse(material).filter(Ed25519PrivateKeyParameters.class::isInstance).isPresent()
        && isDer(material);
  }

  /** The same private key in DER, without the public key. */
  static KeyBytes inDer(KeyBytes material) {
    try {
      return new KeyBytes(
          PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey(material))
              .getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("a checked key can be encoded", e);
    }
  }

  /** The public key as DER SubjectPublicKeyInfo (RFC 5280). */
  public static byte[] publicKey(KeyBytes material) {
    try {
      return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicHalf(material))
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a checked key has a public half", e);
    }
  }

  /** The private key of material that was checked. */
  static AsymmetricKeyParameter privateKey(KeyBytes material) {
    return parse(material).orElseThrow(() -> new IllegalArgumentException("no private key"));
  }

  /** The public key of material that was checked. */
  static AsymmetricKeyParameter publicHalf(KeyBytes material) {
    return switch (privateKey(material)) {
      case RSAPrivateCrtKeyParameters rsa ->
          new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
      case ECPrivateKeyParameters ec ->
          new ECPublicKeyParameters(
              new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()),
              ec.getParameters());
      case Ed25519PrivateKeyParameters ed25519 -> ed25519.generatePublicKey();
      default -> throw new IllegalArgumentException("neither RSA, ECC nor Ed25519");
    };
  }

  private static boolean isDer(KeyBytes material) {
    try {
      byte[] der = PrivateKeyInfo.getInstance(material.toArray()).getEncoded(ASN1Encoding.DER);
      return Arrays.equals(der, material.toArray());
    } catch (IOException e) {
      // Not a fault of ours: the caller asks whether this is DER.
      return false;
    }
  }

  private static Optional<AsymmetricKeyParameter> parse(KeyBytes material) {
    try {
      return Optional.of(PrivateKeyFactory.createKey(material.toArray()));
    } catch (IOException | RuntimeException e) {
      // Not a fault of ours: the caller asks whether this is a private key, and the parser throws
      // whatever exception the bytes happen to provoke.
      return Optional.empty();
    }
  }
}
