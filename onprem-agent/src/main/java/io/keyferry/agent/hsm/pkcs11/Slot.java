package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.model.value.TokenIdentity;

/**
 * A slot with a token in it.
 *
 * @param id {@code CK_SLOT_ID}: it changes between runs, so only this run's calls may use it
 * @param flags {@code CK_TOKEN_INFO.flags}
 */
public record Slot(long id, TokenIdentity identity, long flags) {

  /** The token's name in messages. */
  public String text() {
    return "'" + identity.label() + "' (serial " + identity.serial() + ")";
  }
}
