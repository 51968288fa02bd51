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
 * A piece of work in the token, by one thread at a time. Every method of its parts may throw {@link
 * HsmException}.
 */
public interface TokenSession extends AutoCloseable {

  /** The customer's keys. */
  interface Keys {

    /**
     * Finds the one secret or private key of this name, to wrap it: where the token keeps no check
     * value, the key makes a MAC for one.
     *
     * @throws HsmException if two keys have the name, or the one has no {@code CKA_ID}
     */
    Optional<HsmKey> find(HsmKeyName name) throws HsmException;

    /** As {@link #find(HsmKeyName)}, with this {@code CKA_ID}. */
    default Optional<HsmKey> find(CkaId id) throws HsmException {
      return find(new HsmKeyName.Id(id));
    }

    /**
     * Finds the one secret or private key of this name, and does not use it.
     *
     * @throws HsmException if two keys have the name, or the one has no {@code CKA_ID}
     */
    Optional<HsmKey> look(HsmKeyName name) throws HsmException;

    /**
     * All secret and private keys of the token, attributes as read back; never their values. None
     * of the keys is used.
     */
    List<HsmKey> list() throws HsmException;

    /**
     * Generates a token key, or a pair of them, for a KMS key of this spec. Reads the attributes
     * back and compares.
     *
     * @throws HsmException if the token cannot make it, refuses the template or did not take it;
     *     the key is destroyed then
     */
    HsmKey generate(KeySpec spec, CkaId id, String label, KeyTemplate template) throws HsmException;

    /**
     * Destroys a key, or both halves of a pair, that this session has generated.
     *
     * @throws HsmException if the token refuses
     * @throws IllegalArgumentException for any other key: the agent destroys no customer's
     */
    void destroy(HsmKey generated) throws HsmException;

    /**
     * Destroys a key that was found, and where it is the private half of a pair, the public object
     * with its {@code CKA_ID}. By an operator's order alone: what an import made cannot be made
     * again.
     *
     * @throws HsmException if the token refuses
     */
    void destroyFound(HsmKey key) throws HsmException;

    /**
     * Sets {@code CKA_EXTRACTABLE} and reads it back. From false to true is a way that PKCS#11 does
     * not know and Luna has for modifiable keys.
     *
     * @return the key as it is now
     * @throws HsmException if the token does not allow it or did not take it
     */
    HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException;

    /**
     * The HMAC of a random challenge under an HMAC key, by the hash that the spec names.
     *
     * @throws HsmException if the key may not sign or the token lacks the mechanism
     */
    ChallengeMac mac(HsmKey key, KeySpec spec) throws HsmException;
  }

  /** What leaves the token, under a key that came from outside. */
  interface Wrapping {

    /**
     * Imports KMS's wrapping key with Encrypt, Verify and Wrap true, reads these back and sets what
     * the token did not take. Closing it destroys the object.
     */
    WrappingKey importKey(RSAPublicKey publicKey) throws HsmException;

    /**
     * {@code C_WrapKey}, for {@code RSA_AES_KEY_WRAP} twice, with an ephemeral key that is
     * destroyed in every outcome.
     *
     * @return what KMS's {@code ImportKeyMaterial} takes
     * @throws HsmException if the token lacks a mechanism or refuses
     */
    byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
        throws HsmException;

    /**
     * How {@link #wrap} wraps.
     *
     * @throws HsmException if the token cannot wrap so
     */
    WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException;

    /**
     * Generates a key of this spec as {@link Keys#generate} does, but as a session object, wraps it
     * under a wrapping key of the agent's own and opens it in Java. Nothing is left behind.
     *
     * @throws HsmException if the token cannot do that, or does it wrong
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
