package io.keyferry.agent.hsm;

import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.WrappingAlgorithm;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/**
 * A unit of work in the token, used by one thread at a time. Every method of its parts may throw
 * {@link HsmException}.
 */
public interface TokenSession extends AutoCloseable {

  /** The customer's keys. */
  interface Keys {

    /**
     * Finds the one secret or private key with this name, to wrap it: if the token stores no check
     * value, computes one from a MAC by the key.
     *
     * @throws HsmException if two keys have the name, or the one has no {@code CKA_ID}
     */
    Optional<HsmKey> find(HsmKeyName name) throws HsmException;

    /** Like {@link #find(HsmKeyName)}, with this {@code CKA_ID}. */
    default Optional<HsmKey> find(CkaId id) throws HsmException {
      return find(new HsmKeyName.Id(id));
    }

    /**
     * Finds the one secret or private key with this name, without using it.
     *
     * @throws HsmException if two keys have the name, or the one has no {@code CKA_ID}
     */
    Optional<HsmKey> look(HsmKeyName name) throws HsmException;

    /**
     * Returns all secret and private keys of the token with their attributes as read back; never
     * their values. Uses none of the keys.
     */
    List<HsmKey> list() throws HsmException;

    /**
     * Generates a token key, or a pair of them, for a KMS key of this spec. Reads back and compares
     * the attributes.
     *
     * @throws HsmException if the token cannot generate it, or refuses or does not apply the
     *     template; then the key is destroyed
     */
    HsmKey generate(KeySpec spec, CkaId id, String label, KeyTemplate template) throws HsmException;

    /**
     * Destroys a key, or both halves of a pair, that this session generated.
     *
     * @throws HsmException if the token refuses
     * @throws IllegalArgumentException for any other key: the agent never destroys a customer's key
     */
    void destroy(HsmKey generated) throws HsmException;

    /**
     * Destroys a found key and, if it is the private half of a pair, the public object with its
     * {@code CKA_ID}. Only an operator may order this: an import's key cannot be generated again.
     *
     * @throws HsmException if the token refuses
     */
    void destroyFound(HsmKey key) throws HsmException;

    /**
     * Sets {@code CKA_EXTRACTABLE} and reads it back. PKCS#11 does not allow the change from false
     * to true; Luna does for modifiable keys.
     *
     * @return the key as it is now
     * @throws HsmException if the token refuses or does not apply it
     */
    HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException;

    /**
     * Computes the HMAC of a random challenge under an HMAC key, with the hash of the spec.
     *
     * @throws HsmException if the key may not sign or the token lacks the mechanism
     */
    ChallengeMac mac(HsmKey key, KeySpec spec) throws HsmException;
  }

  /** Wraps keys that leave the token, under a key from outside. */
  interface Wrapping {

    /**
     * Imports KMS's wrapping key with Encrypt, Verify and Wrap true, reads these back and sets
     * those that the token did not apply. Closing it destroys the object.
     */
    WrappingKey importKey(RSAPublicKey publicKey) throws HsmException;

    /**
     * Wraps the key with {@code C_WrapKey}, called twice for {@code RSA_AES_KEY_WRAP}, with an
     * ephemeral key that is always destroyed.
     *
     * @return the {@code EncryptedKeyMaterial} for KMS's {@code ImportKeyMaterial}
     * @throws HsmException if the token lacks a mechanism or refuses
     */
    byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
        throws HsmException;

    /**
     * Returns how {@link #wrap} wraps.
     *
     * @throws HsmException if the token cannot wrap this way
     */
    WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException;

    /**
     * Generates a key of this spec like {@link Keys#generate}, but as a session object, wraps it
     * under a wrapping key of the agent and opens it in Java. Leaves nothing in the token.
     *
     * @throws HsmException if the token cannot do it, or does it wrong
     */
    void tryOut(KeySpec spec, WrappingAlgorithm algorithm, KeyTemplate template)
        throws HsmException;
  }

  /** The agent's own signing key. */
  interface AgentKeys {

    /**
     * Finds the agent's own EC P-256 signing key by its label, or generates it, non-extractable.
     */
    AgentKey findOrGenerate(String label) throws HsmException;

    /** Finds the agent's own EC P-256 signing key by its label. */
    Optional<AgentKey> find(String label) throws HsmException;

    /**
     * Signs with the agent's key ({@code CKM_ECDSA}).
     *
     * @param sha256 the 32 bytes of the digest
     * @return r and s, 32 bytes each (RFC 7518, section 3.4)
     */
    byte[] sign(AgentKey key, byte[] sha256) throws HsmException;
  }

  Keys keys();

  Wrapping wrapping();

  AgentKeys agentKeys();

  @Override
  void close();
}
