package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;

/**
 * What a token reports about its PIN in {@code CK_TOKEN_INFO.flags} (PKCS#11 v2.40, section 3.2),
 * read before a login is tried.
 */
public enum TokenFlags {
  PROTECTED_AUTHENTICATION_PATH(
      0x100,
      Fault.REFUSED,
      "the token takes its PIN from a PED, which an unattended agent cannot use: use a partition with password authentication, or an activated one; for the latter, Chrystoki.conf must have ProtectedAuthenticationPathFlagStatus = 0 in its section Misc"),
  USER_PIN_LOCKED(
      0x40000,
      Fault.PIN,
      "the PIN is locked: have the security officer reset it (on Luna the partition's, lunacm: role resetpw)"),
  USER_PIN_FINAL_TRY(
      0x20000,
      Fault.PIN,
      "one more wrong PIN locks the token: log in by hand with the right PIN, which resets the count"),
  USER_PIN_COUNT_LOW(
      0x10000,
      Fault.PIN,
      "a wrong PIN was tried before: find out by whom, then log in by hand with the right PIN, which resets the count"),
  USER_PIN_TO_BE_CHANGED(
      0x80000,
      Fault.PIN,
      "the PIN must be changed first: change it (on Luna lunacm: role changepw), then give the agent the new one");

  private final long bit;
  private final Fault fault;
  private final String cure;

  TokenFlags(long bit, Fault fault, String cure) {
    this.bit = bit;
    this.fault = fault;
    this.cure = cure;
  }

  /**
   * Refuses a login that cannot succeed or could lock the token.
   *
   * @throws HsmException if a login is not possible or could lock the token
   */
  public static void checkBeforeLogin(Slot slot) throws HsmException {
    for (TokenFlags flag : values()) {
      if ((slot.flags() & flag.bit) != 0) {
        throw new HsmException(
            flag.fault,
            "no login to token %s, because it reports CKF_%s: %s"
                .formatted(slot.text(), flag.name(), flag.cure));
      }
    }
  }
}
