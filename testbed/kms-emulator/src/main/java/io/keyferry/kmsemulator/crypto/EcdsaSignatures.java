package io.keyferry.kmsemulator.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** ECDSA (FIPS 186-5) on the NIST curves; signatures in DER (RFC 3279), as in KMS. */
final class EcdsaSignatures {

  private static final String OVER_A_DIGEST = "NONEwithECDSA";

  private EcdsaSignatures() {}

  static byte[] sign(KeyBytes key, SignedMessage message) {
    try {
      PrivateKey privateKey =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.toArray()));
      Signature signature = NativeCrypto.ecdsa(OVER_A_DIGEST);
      signature.initSign(privateKey);
      signature.update(message.digest());
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a checked key can sign", e);
    }
  }

  static boolean verify(KeyBytes key, SignedMessage message, byte[] signed) {
    try {
      PublicKey publicKey =
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(ImportedKeyPair.publicKey(key)));
      Signature signature = NativeCrypto.ecdsa(OVER_A_DIGEST);
      signature.initVerify(publicKey);
      signature.update(message.digest());
      return signature.verify(signed);
    } catch (SignatureException e) {
      // Malformed signatures do not verify either.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a checked key can verify", e);
    }
  }
}
