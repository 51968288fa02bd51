package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.Parameters;
import java.util.EnumSet;

/** What the operations that use a key's material have in common. */
public final class UsableKeys {

  private UsableKeys() {}

  /**
   * Refuses a key that is not enabled.
   *
   * @throws KmsError if the key is not enabled
   */
  public static void requireEnabled(StoredKey key, KeyState state) {
    key.refuseIn(state, EnumSet.complementOf(EnumSet.of(KeyStatus.ENABLED)));
  }

  /**
   * As {@link #requireEnabled}, for cryptographic operations, which go on while the primary
   * changes.
   *
   * @throws KmsError if the key does not work
   */
  public static void requireUsable(StoredKey key, KeyState state) {
    key.refuseIn(state, EnumSet.complementOf(EnumSet.copyOf(KeyStatus.USABLE)));
  }

  /**
   * Call this after every check, that of a signature, MAC or ciphertext included: KMS answers a dry
   * run with an error even if all is well.
   *
   * @throws KmsError if the request is one
   */
  public static void stopDryRun(Parameters given) {
    if (given.flag("DryRun")) {
      throw KmsError.dryRun();
    }
  }

  /**
   * The material of an enabled key of this usage.
   *
   * @throws KmsError if the key does not work or is for something else
   */
  public static KeyBytes forUsage(StoredKey key, KeyUsage usage, String operation) {
    return key.locked(state -> {
      requireUsable(key, state);
      key.requireUsage(usage, operation);
      return current(state);
    });
  }

  /** The current material of an enabled key, which is there. */
  public static KeyBytes current(KeyState state) {
    return state
        .materials()
        .withRole(Material.Role.CURRENT)
        .map(UsableKeys::bytes)
        .orElseThrow(() -> new IllegalStateException("an enabled key has a current material"));
  }

  /** The bytes of a material of a usable key, which are there. */
  static KeyBytes bytes(Material material) {
    return material
        .bytes()
        .orElseThrow(() -> new IllegalStateException("an enabled key has all its material"));
  }
}
