package io.keyferry.model.signed;

import io.keyferry.model.value.VerificationKey;

/**
 * Signs with a key in KMS or in the HSM.
 *
 * @param <E> what KMS or the HSM may throw
 */
public interface MessageSigner<E extends Exception> {

  /** The public half; its thumbprint names the signer. */
  VerificationKey verificationKey();

  /**
   * ECDSA on P-256 over a SHA-256 digest.
   *
   * @param digest 32 bytes
   * @return r and s, 32 bytes each, big-endian (RFC 7518, section 3.4)
   */
  byte[] sign(byte[] digest) throws E;
}
