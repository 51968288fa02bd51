package io.keyferry.kmsemulator.protocol;

/** The signing algorithms of imported keys, by KMS's names, each with its hash. */
public enum SigningAlgorithm {
  RSASSA_PKCS1_V1_5_SHA_256(256),
  RSASSA_PKCS1_V1_5_SHA_384(384),
  RSASSA_PKCS1_V1_5_SHA_512(512),
  RSASSA_PSS_SHA_256(256),
  RSASSA_PSS_SHA_384(384),
  RSASSA_PSS_SHA_512(512),
  ECDSA_SHA_256(256),
  ECDSA_SHA_384(384),
  ECDSA_SHA_512(512),
  ED25519_SHA_512(512),
  ED25519_PH_SHA_512(512);

  private final int hashBits;

  SigningAlgorithm(int hashBits) {
    this.hashBits = hashBits;
  }

  /** {@code SHA-256}, {@code SHA-384} or {@code SHA-512}. */
  public String hash() {
    return "SHA-" + hashBits;
  }

  public int hashBytes() {
    return hashBits / Byte.SIZE;
  }

  /** KMS accepts messages for Ed25519, digests for Ed25519ph, and either for the others. */
  public boolean takes(MessageType type) {
    return switch (this) {
      case ED25519_SHA_512 -> type == MessageType.RAW;
      case ED25519_PH_SHA_512 -> type == MessageType.DIGEST;
      default -> type != MessageType.EXTERNAL_MU;
    };
  }
}
