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
 * {@code CKM_RSA_AES_KEY_WRAP}, which Luna lacks, built from mechanisms that it has: the key is
 * wrapped under an ephemeral AES-256 key with AES-KWP (RFC 5649), the ephemeral key under the
 * wrapping key with OAEP, both in the token (KMS developer guide, "RSA_AES_KEY_WRAP").
 *
 * <p>The ephemeral key is a session object and lives for one wrap. A retry uses a new one, because
 * it is unknown what a failed token has kept.
 */
final class HybridWrap {

  private static final Template EPHEMERAL =
      Template.temporarySecret(KeyType.AES, 32, Set.of(Attribute.WRAP));

  private final CryptokiSession session;
  private final Mechanism oaep;
  private final Mechanism aesKwp;

  /**
   * @param aesKwp the token's AES-KWP mechanism
   */
  HybridWrap(CryptokiSession session, Mechanism oaep, Mechanism aesKwp) {
    this.session = session;
    this.oaep = oaep;
    this.aesKwp = aesKwp;
  }

  /** Returns the wrapped ephemeral key, as long as the modulus, followed by the wrapped key. */
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
                "expected %s to return %d bytes, the length of the modulus, found %d: the token does not wrap the way KMS needs it"
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
