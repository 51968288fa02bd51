package io.keyferry.kmsemulator.crypto;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.MessageType;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.SigningAlgorithm;
import io.keyferry.kmsemulator.value.KeySpec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** {@code Message}, {@code MessageType} and {@code SigningAlgorithm} of a request. */
public final class SignedMessage {

  private final byte[] bytes;
  private final MessageType type;
  private final SigningAlgorithm algorithm;

  public SignedMessage(byte[] bytes, MessageType type, SigningAlgorithm algorithm) {
    this.bytes = bytes.clone();
    this.type = type;
    this.algorithm = algorithm;
  }

  /**
   * Reads the message or digest to sign.
   *
   * @param spec of the key, which has the algorithm
   * @throws KmsError if a key of this kind cannot sign this, or the digest has another length
   */
  public static SignedMessage of(Parameters given, KeySpec spec) {
    SigningAlgorithm algorithm = SigningAlgorithm.valueOf(given.text("SigningAlgorithm"));
    MessageType type =
        given.optionalText("MessageType").map(MessageType::valueOf).orElse(MessageType.RAW);
    if (type == MessageType.EXTERNAL_MU) {
      throw KmsError.validation(
          "Message type " + type + " is incompatible with key spec " + spec + ".");
    }
    if (!algorithm.takes(type)) {
      throw KmsError.validation(
          "Message type " + type + " is incompatible with algorithm " + algorithm + ".");
    }
    byte[] bytes = given.blob("Message");
    if (type == MessageType.DIGEST && bytes.length != algorithm.hashBytes()) {
      throw KmsError.validation("Digest is invalid length for algorithm " + algorithm + ".");
    }
    return new SignedMessage(bytes, type, algorithm);
  }

  SigningAlgorithm algorithm() {
    return algorithm;
  }

  /** The message or its digest, as received. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** The message's hash by the algorithm's hash function. */
  byte[] digest() {
    if (type == MessageType.DIGEST) {
      return bytes();
    }
    try {
      return MessageDigest.getInstance(algorithm.hash()).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm.hash(), e);
    }
  }
}
