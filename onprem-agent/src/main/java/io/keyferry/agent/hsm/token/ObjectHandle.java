package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.KeyReference;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;

/** An object's handle, with the session in which it is valid. */
record ObjectHandle(CryptokiSession session, long value) implements KeyReference {

  /**
   * @throws IllegalArgumentException if the reference comes from another session
   */
  static long in(CryptokiSession session, KeyReference reference) {
    if (reference instanceof ObjectHandle(CryptokiSession owner, long value) && owner == session) {
      return value;
    }
    throw new IllegalArgumentException(
        "expected a key of this session, found one of another: find it again by its CKA_ID");
  }
}
