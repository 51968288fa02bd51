package io.keyferry.model.value;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The public half of a signing key, of the cloud or of an agent: EC P-256. */
public final class VerificationKey {

  private final ECPublicKey key;
  private final ECKey jwk;
  private final KeyThumbprint thumbprint;

  private VerificationKey(ECPublicKey key) {
    if (!Curve.P_256.equals(Curve.forECParameterSpec(key.getParams()))) {
      throw InvalidValueException.of("an EC key on P-256", "a key on another curve");
    }
    this.key = key;
    try {
      this.jwk = new ECKey.Builder(Curve.P_256, key).build();
      this.thumbprint = new KeyThumbprint(jwk.computeThumbprint().toString());
    } catch (JOSEException | IllegalStateException e) {
      throw InvalidValueException.of("a point on P-256", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Wraps a key that is already parsed.
   *
   * @throws InvalidValueException if the key is not on P-256
   */
  public static VerificationKey of(ECPublicKey key) {
    return new VerificationKey(key);
  }

  /**
   * Reads DER SubjectPublicKeyInfo, as KMS {@code GetPublicKey} returns it.
   *
   * @throws InvalidValueException if it is not an EC P-256 key
   */
  public static VerificationKey ofDer(byte[] spkiDer) {
    try {
      return of(
          (ECPublicKey)
              KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spkiDer)));
    } catch (GeneralSecurityException e) {
      throw InvalidValueException.of(
          "an EC P-256 public key as DER SubjectPublicKeyInfo",
          "another kind of key, or damaged DER");
    }
  }

  /**
   * Reads PEM (RFC 7468) with the label {@code PUBLIC KEY}.
   *
   * @throws InvalidValueException if it is not an EC P-256 key
   */
  public static VerificationKey ofPem(String pem) {
    return ofDer(Pem.publicKey(pem));
  }

  public ECPublicKey key() {
    return key;
  }

  public KeyThumbprint thumbprint() {
    return thumbprint;
  }

  /** PEM (RFC 7468), with a line break at the end. */
  public String pem() {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerificationKey that && thumbprint.equals(that.thumbprint);
  }

  @Override
  public int hashCode() {
    return thumbprint.hashCode();
  }

  @Override
  public String toString() {
    return thumbprint.value();
  }

  /** JSON Web Key (RFC 7517) with the thumbprint as {@code kid}. */
  public String jwk() {
    return new ECKey.Builder(jwk).keyID(thumbprint.value()).build().toJSONString();
  }
}
