package io.keyferry.kmsemulator.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The mutable state of a key. Accessed only under the key's lock. */
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

  /** In the order of their creation; changed by the operations that grant, retire or revoke. */
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

  /** Enables or disables the key, whether or not its material is there. */
  public void setEnabled(boolean newEnabled, Instant now) {
    if (newEnabled && !enabled) {
      enabledSince = now;
    }
    enabled = newEnabled;
  }

  /** When it was last enabled again; the distant past if it was never disabled. */
  Instant enabledSince() {
    return enabledSince;
  }

  /** When the key will be deleted, if its deletion is scheduled. */
  public Optional<Instant> deletion() {
    return deletion;
  }

  /** For how many days the key will outlive its replicas, if its deletion waits for them. */
  public Optional<Integer> windowAfterReplicas() {
    return windowAfterReplicas;
  }

  public void scheduleDeletion(Instant end) {
    deletion = Optional.of(end);
  }

  public void scheduleDeletionAfterReplicas(int days) {
    windowAfterReplicas = Optional.of(days);
  }

  /** Leaves the key disabled, as AWS does. */
  public void cancelDeletion() {
    deletion = Optional.empty();
    windowAfterReplicas = Optional.empty();
    enabled = false;
  }

  /** Sets the date of a deletion that waited for the replicas. */
  void replicasAreGone(Instant since) {
    windowAfterReplicas.ifPresent(
        days -> deletion = Optional.of(since.plus(Duration.ofDays(days))));
    windowAfterReplicas = Optional.empty();
  }

  /** The key is Creating until then. */
  public void createUntil(Instant end) {
    created = Optional.of(end);
  }

  /** The key is Updating until then: its multi-Region primary changes. */
  public void updateUntil(Instant end) {
    updated = Optional.of(end);
  }

  boolean isGone(Instant now) {
    return deletion.filter(end -> !now.isBefore(end)).isPresent();
  }

  /** Applies the changes that are due by now: the key is created, material expires. */
  void catchUp(Instant now) {
    created = created.filter(now::isBefore);
    updated = updated.filter(now::isBefore);
    materials.expire(now);
  }

  /**
   * Pending deletion takes precedence over creation, then missing material, then disabled, then a
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
