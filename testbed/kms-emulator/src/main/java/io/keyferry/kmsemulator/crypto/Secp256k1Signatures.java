package io.keyferry.kmsemulator.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** ECDSA on secp256k1 (SEC 2), a curve that the JDK lacks; signatures in DER (RFC 3279). */
final class Secp256k1Signatures {

  private Secp256k1Signatures() {}

  static byte[] sign(KeyBytes key, SignedMessage message, SecureRandom random) {
    ECDSASigner signer = new ECDSASigner();
    signer.init(true, new ParametersWithRandom(ImportedKeyPair.privateKey(key), random));
    BigInteger[] signature = signer.generateSignature(message.digest());
    try {
      return StandardDSAEncoding.INSTANCE.encode(signer.getOrder(), signature[0], signature[1]);
    } catch (IOException e) {
      throw new IllegalStateException("two numbers can be encoded", e);
    }
  }

  static boolean verify(KeyBytes key, SignedMessage message, byte[] signed) {
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, ImportedKeyPair.publicHalf(key));
    try {
      BigInteger[] signature = StandardDSAEncoding.INSTANCE.decode(signer.getOrder(), signed);
      return signer.verifySignature(message.digest(), signature[0], signature[1]);
    } catch (IOException | IllegalArgumentException e) {
      // Malformed signatures do not verify either.
      return false;
    }
  }
}
