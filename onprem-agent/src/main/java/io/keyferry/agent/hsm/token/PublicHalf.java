package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Curve;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.ObjectClass;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * The public half of a pair in the token. What the private object reports takes precedence: only
 * the token's user can create that object, but anyone can create a public one.
 */
final class PublicHalf {

  private final CryptokiSession session;
  private final CkaId id;
  private final long privateKey;

  PublicHalf(CryptokiSession session, CkaId id, long privateKey) {
    this.session = session;
    this.id = id;
    this.privateKey = privateKey;
  }

  /** Empty if the token reports no modulus or no exponent. */
  Optional<Blob> rsa() throws HsmException {
    Optional<byte[]> modulus = modulus();
    Optional<byte[]> exponent = read(Attribute.PUBLIC_EXPONENT);
    return modulus.flatMap(n -> exponent.map(e -> rsaSpki(n, e)));
  }

  Optional<byte[]> modulus() throws HsmException {
    return read(Attribute.MODULUS);
  }

  /** Empty if the token reports no point of the curve. */
  Optional<Blob> elliptic(Curve curve) throws HsmException {
    return read(Attribute.EC_POINT).flatMap(curve::publicKey).map(Blob::of);
  }

  private Optional<byte[]> read(Attribute attribute) throws HsmException {
    Optional<byte[]> own = session.read(privateKey, attribute).bytes(attribute);
    if (own.isPresent()) {
      return own;
    }
    List<Long> halves =
        session.find(Template.of(ObjectClass.PUBLIC_KEY).with(Attribute.ID, id.bytes()));
    return halves.size() == 1
        ? session.read(halves.getFirst(), attribute).bytes(attribute)
        : Optional.empty();
  }

  private static Blob rsaSpki(byte[] modulus, byte[] exponent) {
    RSAPublicKeySpec spec =
        new RSAPublicKeySpec(new BigInteger(1, modulus), new BigInteger(1, exponent));
    try {
      return Blob.of(KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }
}
