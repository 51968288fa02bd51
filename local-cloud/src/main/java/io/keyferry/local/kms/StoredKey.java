package io.keyferry.local.kms;

import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** One KMS key: what it is for good, and under a lock what changes. */
final class StoredKey {

  /**
   * What a key is for good.
   *
   * @param multiRegion whether it is a multi-Region key, the primary one or a replica
   */
  record Nature(
      KeyArn arn,
      KeySpec spec,
      KeyUsage usage,
      KeyOrigin origin,
      Instant created,
      boolean multiRegion) {

    boolean isSymmetric() {
      return spec == KeySpec.SYMMETRIC_DEFAULT;
    }
  }

  private final Nature nature;
  private final KeyFamily family;
  private final KeyState state;
  private final InstantSource clock;

  StoredKey(Nature nature, String policy, Realm realm) {
    this(nature, policy, realm.clock(), new KeyFamily(realm.random()));
  }

  private StoredKey(Nature nature, String policy, InstantSource clock, KeyFamily family) {
    this.nature = nature;
    this.family = family;
    this.state = new KeyState(policy, new Materials(family.history()));
    this.clock = clock;
    family.add(nature.arn(), state);
  }

  /** The same key in another Region. Call this on the primary, under its lock. */
  StoredKey replicate(Nature there, String policy) {
    return new StoredKey(there, policy, clock, family);
  }

  Nature nature() {
    return nature;
  }

  KeyArn arn() {
    return nature.arn();
  }

  /** The ARN that this multi-Region key has in another Region. */
  KeyArn arnIn(String region) {
    return new KeyArn(arn().partition(), region, arn().account(), arn().keyId());
  }

  /** Seen only under the key's lock. */
  KeyFamily family() {
    return family;
  }

  boolean isReplica() {
    return locked(_ -> !family.primary().equals(arn()));
  }

  /** Looks at the state, or changes it, with nobody else at it. What time has brought is in it. */
  <T> T locked(Function<KeyState, T> use) {
    family.lock().lock();
    try {
      family.catchUp(clock.instant());
      return use.apply(state);
    } finally {
      family.lock().unlock();
    }
  }

  /** As {@link #locked}, for a change that has no result. */
  void update(Consumer<KeyState> change) {
    locked(found -> {
      change.accept(found);
      return found;
    });
  }

  /** Whether the end of its scheduled deletion has come. */
  boolean isGone() {
    return locked(found -> found.isGone(clock.instant()));
  }

  /**
   * @throws KmsError if the key is in one of the states
   */
  void refuseIn(KeyState found, Set<KeyStatus> refused) {
    if (refused.contains(found.status())) {
      throw found.status().refusal(arn());
    }
  }

  /**
   * @throws KmsError if the key's material comes from elsewhere
   */
  void requireOrigin(KeyOrigin origin) {
    if (nature.origin() != origin) {
      throw KmsError.unsupported(
          arn() + " origin is " + nature.origin() + " which is not valid for this operation.");
    }
  }

  /**
   * @throws KmsError if the key is a replica, and the operation is the primary's
   */
  void refuseReplica(String operation) {
    if (isReplica()) {
      throw KmsError.unsupported(
          arn() + " is a multi-region replica key which is not valid for " + operation + ".");
    }
  }

  /**
   * @throws KmsError if the key is for something else
   */
  void requireUsage(KeyUsage usage, String operation) {
    if (nature.usage() != usage) {
      throw KmsError.invalidKeyUsage(
          arn() + " key usage is " + nature.usage() + " which is not valid for " + operation + ".");
    }
  }

  /**
   * @throws KmsError if a key of this spec cannot work with the algorithm
   */
  void requireAlgorithm(String algorithm) {
    if (!nature.usage().algorithms(nature.spec()).contains(algorithm)) {
      throw KmsError.invalidKeyUsage(
          "Algorithm " + algorithm + " is incompatible with key spec " + nature.spec() + ".");
    }
  }
}
