package io.keyferry.local.kms;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What changes in the life of a key. Seen only under the key's lock. */
final class KeyState {

  private final Materials materials;
  private final SortedMap<String, String> tags = new TreeMap<>();
  private boolean enabled = true;
  private Optional<Instant> deletion = Optional.empty();
  private String policy;

  KeyState(String policy, Materials materials) {
    this.policy = policy;
    this.materials = materials;
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

  /** What an administrator wants of the key, whether or not its material is there. */
  void setEnabled(boolean newEnabled) {
    enabled = newEnabled;
  }

  /** When the key will be gone, if its deletion is scheduled. */
  Optional<Instant> deletion() {
    return deletion;
  }

  void scheduleDeletion(Instant end) {
    deletion = Optional.of(end);
  }

  /** The key is disabled then, as at AWS. */
  void cancelDeletion() {
    deletion = Optional.empty();
    enabled = false;
  }

  /** A pending deletion outweighs missing material, and that outweighs a disabled key. */
  KeyStatus status() {
    if (deletion.isPresent()) {
      return KeyStatus.PENDING_DELETION;
    }
    if (!materials.isComplete()) {
      return KeyStatus.PENDING_IMPORT;
    }
    return enabled ? KeyStatus.ENABLED : KeyStatus.DISABLED;
  }
}
