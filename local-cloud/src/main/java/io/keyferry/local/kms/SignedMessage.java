package io.keyferry.local.kms;

import java.util.Map;

/** {@code Message}, {@code MessageType} and {@code SigningAlgorithm} of a request. */
final class SignedMessage {

  private static final Map<String, Integer> DIGEST_BYTES =
      Map.of("SHA-256", 32, "SHA-384", 48, "SHA-512", 64);

  private final byte[] bytes;
  private final boolean digest;
  private final String hash;

  private SignedMessage(byte[] bytes, boolean digest, String hash) {
    this.bytes = bytes;
    this.digest = digest;
    this.hash = hash;
  }

  /**
   * @throws KmsError if the key cannot do this, or the digest has another length
   */
  static SignedMessage of(Parameters given, StoredKey key) {
    String algorithm = given.text("SigningAlgorithm");
    key.requireAlgorithm(algorithm);
    if (!EcdsaSignatures.supports(key.nature().spec())) {
      throw KmsError.unsupported(
          "The KMS stand-in signs with keys on NIST curves only, and "
              + key.arn()
              + " is "
              + key.nature().spec()
              + ".");
    }
    String hash = algorithm.replace("ECDSA_", "").replace('_', '-');
    boolean digest = given.optionalText("MessageType").orElse("RAW").equals("DIGEST");
    byte[] bytes = given.blob("Message");
    if (digest && bytes.length != DIGEST_BYTES.getOrDefault(hash, 0)) {
      throw KmsError.validation("Digest is invalid length for algorithm " + algorithm + ".");
    }
    return new SignedMessage(bytes, digest, hash);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Whether the bytes are the hash of what is signed. */
  boolean isDigest() {
    return digest;
  }

  /** {@code SHA-256}, {@code SHA-384} or {@code SHA-512}. */
  String hash() {
    return hash;
  }
}
