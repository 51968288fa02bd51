package io.keyferry.local.kms;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Key material by the names that the case files use. The same name is always the same bytes. */
final class TestMaterials {

  private final Map<String, byte[]> pairs = new HashMap<>();

  /**
   * {@code 32 bytes of a}: so many bytes that are all that letter. {@code RSA 2048} or {@code EC
   * secp256r1}: a private key in PKCS #8, another on every run.
   */
  byte[] named(String name) {
    String[] words = name.split(" ", -1);
    return words.length == 4
        ? filled(Integer.parseInt(words[0]), words[3].charAt(0))
        : pairs.computeIfAbsent(name, _ -> newPair(words[0], words[1]));
  }

  private static byte[] filled(int length, char letter) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) letter);
    return bytes;
  }

  private static byte[] newPair(String family, String size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
      switch (family) {
        case "RSA" -> generator.initialize(Integer.parseInt(size));
        case "EC" -> generator.initialize(new ECGenParameterSpec(size));
        default -> {}
      }
      return generator.generateKeyPair().getPrivate().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no test key for " + family + " " + size, e);
    }
  }
}
