package io.keyferry.kmsemulator.testing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Key material by the names that the case files use. The same name always gives the same bytes. */
public final class TestMaterials {

  private final Map<String, byte[]> pairs = new ConcurrentHashMap<>();

  /**
   * {@code 32 bytes of a}: that many bytes, all of them that letter. {@code RSA 2048}, {@code EC
   * secp256r1} or {@code Ed25519 -}: a private key in PKCS #8, another on every run; {@code EC
   * secp256r1 in BER}: the same one with an indefinite length.
   */
  public byte[] named(String name) {
    if (name.endsWith(" in BER")) {
      return inBer(named(name.substring(0, name.length() - " in BER".length())));
    }
    String[] words = name.split(" ", -1);
    return words.length == 4
        ? filled(Integer.parseInt(words[0]), words[3].charAt(0))
        : pairs.computeIfAbsent(name, _ -> newPair(name).getPrivate().getEncoded());
  }

  private static byte[] inBer(byte[] der) {
    try {
      return new BERSequence(ASN1Sequence.getInstance(der).toArray()).getEncoded(ASN1Encoding.BER);
    } catch (IOException e) {
      throw new AssertionError("a test key was not re-encoded", e);
    }
  }

  private static byte[] filled(int length, char letter) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) letter);
    return bytes;
  }

  /** A new key pair with such a name; its encodings are PKCS #8 and SubjectPublicKeyInfo. */
  public static KeyPair newPair(String name) {
    String[] words = name.split(" ", -1);
    try {
      // The JDK lacks this one curve.
      KeyPairGenerator generator =
          words[1].equals("secp256k1")
              ? KeyPairGenerator.getInstance(words[0], new BouncyCastleProvider())
              : KeyPairGenerator.getInstance(words[0]);
      switch (words[0]) {
        case "RSA" -> generator.initialize(Integer.parseInt(words[1]));
        case "EC" -> generator.initialize(new ECGenParameterSpec(words[1]));
        default -> {}
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no test key for " + name, e);
    }
  }
}
