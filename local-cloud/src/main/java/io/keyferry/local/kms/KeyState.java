package io.keyferry.local.kms;

import java.util.SortedMap;
import java.util.TreeMap;

/** What changes in the life of a key. Seen only under the key's lock. */
final class KeyState {

  /** What an administrator wants of the key, whether or not its material is there. */
  enum Administration {
    ENABLED,
    DISABLED,
    PENDING_DELETION
  }

  private final Materials materials = new Materials();
  private final SortedMap<String, String> tags = new TreeMap<>();
  private Administration administration = Administration.ENABLED;
  private String policy;

  KeyState(String policy) {
    this.policy = policy;
  }

  Materials materials() {
    return materials;
  }

  SortedMap<String, String> tags() {
    return tags;
  }

  String policy() {
    return policy;
  }

  void setPolicy(String newPolicy) {
    policy = newPolicy;
  }

  void setAdministration(Administration newAdministration) {
    administration = newAdministration;
  }

  /** A pending deletion outweighs missing material, and that outweighs a disabled key. */
  KeyStatus status() {
    if (administration == Administration.PENDING_DELETION) {
      return KeyStatus.PENDING_DELETION;
    }
    if (!materials.isComplete()) {
      return KeyStatus.PENDING_IMPORT;
    }
    return administration == Administration.DISABLED ? KeyStatus.DISABLED : KeyStatus.ENABLED;
  }
}
