package io.keyferry.agent.hsm;

import io.keyferry.model.value.TokenIdentity;

/**
 * A slot with a token in it.
 *
 * @param id {@code CK_SLOT_ID}: it changes between runs, so nothing but this run's calls may use it
 * @param flags {@code CK_TOKEN_INFO.flags}
 */
record Slot(long id, TokenIdentity identity, long flags) {

  /** The token as messages name it. */
  String text() {
    return "'" + identity.label() + "' (serial " + identity.serial() + ")";
  }
}
