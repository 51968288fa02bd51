package io.keyferry.kmsemulator.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What changes in the life of a key. Seen only under the key's lock. */
public final class KeyState {

  private final Materials materials;
  private final SortedMap<String, String> tags = new TreeMap<>();
  private boolean enabled = true;
  private Instant enabledSince = Instant.EPOCH;
  private Optional<Instant> deletion = Optional.empty();
  private Optional<Integer> windowAfterReplicas = Optional.empty();
  private Optional<Instant> created = Optional.empty();
  private Optional<Instant> updated = Optional.empty();
  private Optional<KeyUse> lastUse = Optional.empty();
  private final List<Grant> grants = new ArrayList<>();
  private String description = "";
  private String policy;

  KeyState(String policy, Materials materials) {
    this.policy = policy;
    this.materials = materials;
  }

  public Materials materials() {
    return materials;
  }

  public SortedMap<String, String> tags() {
    return tags;
  }

  public String policy() {
    return policy;
  }

  public void setPolicy(String newPolicy) {
    policy = newPolicy;
  }

  String description() {
    return description;
  }

  public void setDescription(String newDescription) {
    description = newDescription;
  }

  /** In the order of their creation; to be changed by whoever grants, retires or revokes. */
  public List<Grant> grants() {
    return grants;
  }

  /** The last cryptographic operation that succeeded, in this Region. */
  public Optional<KeyUse> lastUse() {
    return lastUse;
  }

  public void setLastUse(KeyUse use) {
    lastUse = Optional.of(use);
  }

  /** What an administrator wants of the key, whether or not its material is there. */
  public void setEnabled(boolean newEnabled, Instant now) {
    if (newEnabled && !enabled) {
      enabledSince = now;
    }
    enabled = newEnabled;
  }

  /** When it was last enabled again; long ago if it never was disabled. */
  Instant enabledSince() {
    return enabledSince;
  }

  /** When the key will be gone, if its deletion is scheduled. */
  public Optional<Instant> deletion() {
    return deletion;
  }

  /**
   * How many days the key will still be there after its replicas, if its deletion waits for them.
   */
  public Optional<Integer> windowAfterReplicas() {
    return windowAfterReplicas;
  }

  public void scheduleDeletion(Instant end) {
    deletion = Optional.of(end);
  }

  public void scheduleDeletionAfterReplicas(int days) {
    windowAfterReplicas = Optional.of(days);
  }

  /** The key is disabled then, as at AWS. */
  public void cancelDeletion() {
    deletion = Optional.empty();
    windowAfterReplicas = Optional.empty();
    enabled = false;
  }

  /** A deletion that waited for the replicas has its date now. */
  void replicasAreGone(Instant since) {
    windowAfterReplicas.ifPresent(
        days -> deletion = Optional.of(since.plus(Duration.ofDays(days))));
    windowAfterReplicas = Optional.empty();
  }

  /** The key is Creating until then. */
  public void createUntil(Instant end) {
    created = Optional.of(end);
  }

  /** The key is Updating until then: its set of multi-Region keys changes its primary. */
  public void updateUntil(Instant end) {
    updated = Optional.of(end);
  }

  boolean isGone(Instant now) {
    return deletion.filter(end -> !now.isBefore(end)).isPresent();
  }

  /** Does what time has brought by now: the key is created, material expires. */
  void catchUp(Instant now) {
    created = created.filter(now::isBefore);
    updated = updated.filter(now::isBefore);
    materials.expire(now);
  }

  /**
   * A deletion outweighs creation, that outweighs missing material, that a disabled key, and that a
   * change of the primary.
   */
  public KeyStatus status() {
    if (deletion.isPresent()) {
      return KeyStatus.PENDING_DELETION;
    }
    if (windowAfterReplicas.isPresent()) {
      return KeyStatus.PENDING_REPLICA_DELETION;
    }
    if (created.isPresent()) {
      return KeyStatus.CREATING;
    }
    if (!materials.isComplete()) {
      return KeyStatus.PENDING_IMPORT;
    }
    if (!enabled) {
      return KeyStatus.DISABLED;
    }
    return updated.isPresent() ? KeyStatus.UPDATING : KeyStatus.ENABLED;
  }
}
