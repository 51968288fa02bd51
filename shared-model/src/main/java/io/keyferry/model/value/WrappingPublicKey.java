package io.keyferry.model.value;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * KMS's wrapping key as {@code GetParametersForImport} returns it: an RSA key as DER
 * SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).
 */
public record WrappingPublicKey(Blob spki) {

  public static WrappingPublicKey of(byte[] spkiDer) {
    return new WrappingPublicKey(Blob.of(spkiDer));
  }

  /**
   * Reads PEM (RFC 7468) with the label {@code PUBLIC KEY}.
   *
   * @throws InvalidValueException if the text is anything else
   */
  public static WrappingPublicKey ofPem(String pem) {
    return of(Pem.publicKey(pem));
  }

  /** SHA-256 over the DER, which identifies this wrapping key everywhere. */
  public Sha256 fingerprint() {
    return spki.sha256();
  }

  /**
   * The spec, from the size of the modulus.
   *
   * @throws InvalidValueException if {@link #rsa} would refuse the key for every spec
   */
  public WrappingKeySpec spec() {
    int bits = parse(spki.bytes()).getModulus().bitLength();
    for (WrappingKeySpec spec : WrappingKeySpec.values()) {
      if (spec.bits() == bits) {
        rsa(spec);
        return spec;
      }
    }
    throw InvalidValueException.of("a wrapping key of 2048, 3072 or 4096 bits", bits + " bits");
  }

  /**
   * The key itself.
   *
   * @throws InvalidValueException if the DER is not exactly one RSA public key of this spec with
   *     exponent 65537
   */
  public RSAPublicKey rsa(WrappingKeySpec spec) {
    byte[] der = spki.bytes();
    RSAPublicKey key = parse(der);
    // The JDK re-encodes in DER: different bytes mean BER, trailing bytes or hidden parameters.
    if (!Arrays.equals(key.getEncoded(), der)) {
      throw InvalidValueException.of(
          "a wrapping key in DER without trailing bytes", spki.toString());
    }
    if (key.getModulus().bitLength() != spec.bits()) {
      throw InvalidValueException.of(
          "a wrapping key of " + spec.bits() + " bits", key.getModulus().bitLength() + " bits");
    }
    if (!key.getPublicExponent().equals(RSAKeyGenParameterSpec.F4)) {
      throw InvalidValueException.of(
          "a wrapping key with exponent 65537", key.getPublicExponent().toString());
    }
    return key;
  }

  private RSAPublicKey parse(byte[] der) {
    try {
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw InvalidValueException.of("an RSA key as DER SubjectPublicKeyInfo", spki.toString());
    }
  }
}
