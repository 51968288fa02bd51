package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.agent.hsm.pkcs11.NewObject;
import io.keyferry.agent.hsm.pkcs11.Template;
import io.keyferry.agent.hsm.pkcs11.Template.KeyType;
import java.util.Set;

/**
 * {@code CKM_RSA_AES_KEY_WRAP}, which Luna does not have, of the mechanisms that it has: the key
 * under an ephemeral AES-256 key by AES-KWP (RFC 5649), the ephemeral key under the wrapping key by
 * OAEP, both in the token (KMS developer guide, "RSA_AES_KEY_WRAP").
 *
 * <p>The ephemeral key is a session object and lives for one wrap. What failed is begun anew with
 * another, as nobody knows what a token that failed has kept.
 */
final class HybridWrap {

  private static final Template EPHEMERAL =
      Template.temporarySecret(KeyType.AES, 32, Set.of(Attribute.WRAP));

  private final CryptokiSession session;
  private final Mechanism oaep;
  private final Mechanism aesKwp;

  /**
   * @param aesKwp by what the token does AES-KWP
   */
  HybridWrap(CryptokiSession session, Mechanism oaep, Mechanism aesKwp) {
    this.session = session;
    this.oaep = oaep;
    this.aesKwp = aesKwp;
  }

  /** The wrapped ephemeral key, as long as the modulus, and behind it the wrapped key. */
  byte[] wrap(long wrappingKey, int modulusBytes, long key) throws HsmException {
    long ephemeral = session.generateKey(Mechanism.AES_KEY_GEN, EPHEMERAL);
    return NewObject.withTemporaryObject(
        session,
        ephemeral,
        () -> {
          byte[] wrapped = session.wrap(aesKwp, ephemeral, key);
          byte[] head = session.wrap(oaep, wrappingKey, ephemeral);
          if (head.length != modulusBytes) {
            throw new HsmException(
                Fault.REFUSED,
                "expected %s to give %d bytes, as long as the modulus, found %d: the token does not wrap as KMS needs it"
                    .formatted(oaep, modulusBytes, head.length));
          }
          return joined(head, wrapped);
        });
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] both = new byte[head.length + tail.length];
    System.arraycopy(head, 0, both, 0, head.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }
}
