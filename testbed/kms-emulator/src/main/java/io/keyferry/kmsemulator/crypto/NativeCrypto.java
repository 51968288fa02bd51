package io.keyferry.kmsemulator.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import javax.crypto.Cipher;

/**
 * RSA and ECDSA by AWS's own provider if it has a native library for this machine, otherwise by the
 * JDK's: the same results, but slower.
 */
public final class NativeCrypto {

  private static final boolean NATIVE =
      AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;

  private NativeCrypto() {}

  public static KeyPairGenerator rsaKeyPairs() {
    try {
      return NATIVE
          ? KeyPairGenerator.getInstance("RSA", AmazonCorrettoCryptoProvider.INSTANCE)
          : KeyPairGenerator.getInstance("RSA");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  /** RSAES-OAEP (RFC 8017); the caller's parameters name the hashes. */
  static Cipher oaep() throws GeneralSecurityException {
    String transformation = "RSA/ECB/OAEPPadding";
    return NATIVE
        ? Cipher.getInstance(transformation, AmazonCorrettoCryptoProvider.INSTANCE)
        : Cipher.getInstance(transformation);
  }

  /**
   * ECDSA with signatures in DER.
   *
   * @param scheme such as {@code NONEwithECDSA}, which signs a digest
   */
  static Signature ecdsa(String scheme) throws GeneralSecurityException {
    return NATIVE
        ? Signature.getInstance(scheme, AmazonCorrettoCryptoProvider.INSTANCE)
        : Signature.getInstance(scheme);
  }
}
