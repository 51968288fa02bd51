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
   * Refuses a key as {@link #requireEnabled} does, but accepts one that is Updating: cryptographic
   * operations continue while the primary changes.
   *
   * @throws KmsError if the key is not usable
   */
  public static void requireUsable(StoredKey key, KeyState state) {
    key.refuseIn(state, EnumSet.complementOf(EnumSet.copyOf(KeyStatus.USABLE)));
  }

  /**
   * Ends a dry run. Call this after every check, including that of a signature, MAC or ciphertext:
   * KMS answers a dry run with an error even if everything is well.
   *
   * @throws KmsError if the request is a dry run
   */
  public static void stopDryRun(Parameters given) {
    if (given.flag("DryRun")) {
      throw KmsError.dryRun();
    }
  }

  /**
   * The material of an enabled key of this usage.
   *
   * @throws KmsError if the key is not usable or has another usage
   */
  public static KeyBytes forUsage(StoredKey key, KeyUsage usage, String operation) {
    return key.locked(state -> {
      requireUsable(key, state);
      key.requireUsage(usage, operation);
      return current(state);
    });
  }

  /** The current material of an enabled key, which always exists. */
  public static KeyBytes current(KeyState state) {
    return state
        .materials()
        .withRole(Material.Role.CURRENT)
        .map(UsableKeys::bytes)
        .orElseThrow(() -> new IllegalStateException("an enabled key has a current material"));
  }

  /** The bytes of a material of a usable key, which always exist. */
  static KeyBytes bytes(Material material) {
    return material
        .bytes()
        .orElseThrow(() -> new IllegalStateException("an enabled key has all its material"));
  }
}
