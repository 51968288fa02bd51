package io.keyferry.kmsemulator.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC (FIPS 198-1) by KMS's names, for example {@code HMAC_SHA_256}. The MAC is never truncated.
 */
public final class Hmac {

  private Hmac() {}

  /** The MAC, as long as the algorithm's hash: 28, 32, 48 or 64 bytes. */
  public static byte[] of(KeyBytes key, String algorithm, byte[] message) {
    String name = algorithm.replace("HMAC_SHA_", "HmacSHA");
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key.toArray(), name));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
