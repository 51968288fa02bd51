package io.keyferry.kmsemulator.crypto;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDH on a NIST curve (NIST SP 800-56A): the point's x coordinate, as long as the curve's field.
 */
public final class KeyAgreement {

  private KeyAgreement() {}

  /**
   * Empty if the other side's key is not on the same named curve, or is not a public key.
   *
   * @param otherSide DER SubjectPublicKeyInfo (RFC 5280)
   */
  public static Optional<byte[]> sharedSecret(KeyBytes privateKey, byte[] otherSide) {
    ECKeyParameters own = (ECKeyParameters) ImportedKeyPair.privateKey(privateKey);
    return parse(otherSide)
        .filter(other -> curve(own).equals(curve(other)))
        .map(other -> {
          ECDHBasicAgreement agreement = new ECDHBasicAgreement();
          agreement.init(own);
          return BigIntegers.asUnsignedByteArray(
              agreement.getFieldSize(), agreement.calculateAgreement(other));
        });
  }

  /** Empty if the curve is given by explicit parameters instead of a name. */
  private static Optional<ASN1ObjectIdentifier> curve(ECKeyParameters key) {
    return key.getParameters() instanceof ECNamedDomainParameters named
        ? Optional.of(named.getName())
        : Optional.empty();
  }

  /** A point that is not on its curve is not a key: the parser checks it. */
  private static Optional<ECPublicKeyParameters> parse(byte[] publicKey) {
    try {
      return PublicKeyFactory.createKey(publicKey) instanceof ECPublicKeyParameters key
          ? Optional.of(key)
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // Not a fault of ours: the caller asks whether this is a public key, and the parser throws
      // whatever exception the bytes happen to provoke.
      return Optional.empty();
    }
  }
}
