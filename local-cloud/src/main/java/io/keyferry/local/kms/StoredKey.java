package io.keyferry.local.kms;

import io.keyferry.model.KeyArn;
import io.keyferry.model.KeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** One KMS key: what it is for good, and under a lock what changes. */
final class StoredKey {

  /**
   * What a key is for good.
   *
   * @param multiRegion whether it is a multi-Region key (always the primary one)
   */
  record Nature(
      KeyArn arn,
      KeySpec spec,
      KeyUsage usage,
      KeyOrigin origin,
      String description,
      Instant created,
      boolean multiRegion) {

    boolean isSymmetric() {
      return spec == KeySpec.SYMMETRIC_DEFAULT;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Nature nature;
  private final KeyState state;
  private final InstantSource clock;

  StoredKey(Nature nature, String policy, InstantSource clock) {
    this.nature = nature;
    this.state = new KeyState(policy, new Materials(new MaterialHistory()));
    this.clock = clock;
  }

  Nature nature() {
    return nature;
  }

  KeyArn arn() {
    return nature.arn();
  }

  /** Looks at the state, or changes it, with nobody else at it. What time has brought is in it. */
  <T> T locked(Function<KeyState, T> use) {
    lock.lock();
    try {
      state.materials().catchUp(clock.instant());
      return use.apply(state);
    } finally {
      lock.unlock();
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
    return locked(found -> found.deletion().filter(end -> !clock.instant().isBefore(end)))
        .isPresent();
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
