package io.keyferry.agent.hsm.token;

import static io.keyferry.agent.hsm.pkcs11.Attribute.CHECK_VALUE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.EXTRACTABLE;
import static io.keyferry.agent.hsm.pkcs11.Attribute.SIGN;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.agent.hsm.pkcs11.Mechanism;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeyCheckValue.Method;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Key check values from the token, without encrypting under the key. */
final class KeyCheckValues {

  private static final Logger LOG = LoggerFactory.getLogger(KeyCheckValues.class);
  private static final int BLOCK = 16;

  private KeyCheckValues() {}

  /** Reads {@code CKA_CHECK_VALUE}. The key is not used. */
  static Optional<KeyCheckValue> kept(CryptokiSession session, long key) throws HsmException {
    return session
        .read(key, CHECK_VALUE)
        .bytes(CHECK_VALUE)
        .filter(value -> value.length >= Method.AES_ECB.bytes())
        .map(value -> KeyCheckValue.leading(Method.AES_ECB, value));
  }

  /**
   * Computes the leading bytes of the CMAC of a block of zeros. Empty if the token lacks {@code
   * CKM_AES_CMAC}, or if the key may not sign or cannot be wrapped: a signature counts against the
   * key's usage limit and in the HSM's own audit log.
   */
  static Optional<KeyCheckValue> made(
      Pkcs11Token token, CryptokiSession session, long key, SortedMap<String, Boolean> attributes)
      throws HsmException {
    return token.offers(Mechanism.AES_CMAC)
            && KeyAttributes.isTrue(attributes, SIGN)
            && KeyAttributes.isTrue(attributes, EXTRACTABLE)
        ? cmac(session, key)
        : Optional.empty();
  }

  /** Also empty if the token refuses: an import does not need the value. */
  private static Optional<KeyCheckValue> cmac(CryptokiSession session, long key)
      throws HsmException {
    try {
      byte[] mac = session.sign(Mechanism.AES_CMAC, key, new byte[BLOCK]);
      return Optional.of(KeyCheckValue.leading(Method.AES_CMAC, mac));
    } catch (HsmException e) {
      if (e.fault() != Fault.REFUSED) {
        throw e;
      }
      LOG.info("No key check value: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
