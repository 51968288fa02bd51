package io.keyferry.agent.hsm;

import io.keyferry.model.CkaId;
import io.keyferry.model.WrapMechanism;
import io.keyferry.model.WrappingAlgorithm;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/**
 * A piece of work in the token, by one thread at a time. Every method may throw {@link
 * HsmException}.
 */
public interface TokenSession extends AutoCloseable {

  /**
   * Finds the one secret key with this {@code CKA_ID}.
   *
   * @throws HsmException if two keys carry the id
   */
  Optional<HsmKey> find(CkaId id) throws HsmException;

  /** All AES keys of the token, attributes as read back; never their values. */
  List<HsmKey> listAesKeys() throws HsmException;

  /**
   * Generates an AES-256 token key with the template's attributes, reads them back and compares.
   *
   * @throws HsmException if the token refuses the template or did not take it; the key is destroyed
   *     then
   */
  HsmKey generateAes256(CkaId id, String label, KeyTemplate template) throws HsmException;

  /**
   * Sets {@code CKA_EXTRACTABLE} and reads it back. From false to true is a way that PKCS#11 does
   * not know and Luna has for modifiable keys.
   *
   * @return the key as it is now
   * @throws HsmException if the token does not allow it or did not take it
   */
  HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException;

  /**
   * Imports KMS's wrapping key with Encrypt, Verify and Wrap true, reads these back and sets what
   * the token did not take. Closing it destroys the object.
   */
  WrappingKey importWrappingKey(RSAPublicKey publicKey) throws HsmException;

  /**
   * {@code C_WrapKey}.
   *
   * @return the wrapped key, as long as the wrapping key's modulus
   * @throws HsmException if the token lacks the mechanism or refuses
   */
  byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key) throws HsmException;

  /**
   * How {@link #wrap} wraps.
   *
   * @throws HsmException if this version cannot wrap so
   */
  WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException;

  /** Finds the agent's own EC P-256 signing key by its label, or generates it, non-extractable. */
  AgentKey findOrGenerateAgentKey(String label) throws HsmException;

  /** Finds the agent's own EC P-256 signing key by its label. */
  Optional<AgentKey> findAgentKey(String label) throws HsmException;

  /**
   * Signs with the agent's key ({@code CKM_ECDSA}).
   *
   * @param sha256 the 32 bytes of the digest
   * @return r and s, 32 bytes each (RFC 7518, section 3.4)
   */
  byte[] sign(AgentKey key, byte[] sha256) throws HsmException;

  @Override
  void close();
}
