package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.value.KeyArn;
import io.keyferry.kmsemulator.value.KeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** One KMS key: its immutable nature, and under a lock its state. */
public final class StoredKey {

  /**
   * The immutable properties of a key.
   *
   * @param multiRegion whether it is a multi-Region key, primary or replica
   */
  public record Nature(
      KeyArn arn,
      KeySpec spec,
      KeyUsage usage,
      KeyOrigin origin,
      Instant created,
      boolean multiRegion) {

    public boolean isSymmetric() {
      return spec == KeySpec.SYMMETRIC_DEFAULT;
    }
  }

  private final Nature nature;
  private final KeyFamily family;
  private final KeyState state;
  private final InstantSource clock;

  public StoredKey(Nature nature, String policy, KmsEnvironment environment) {
    this(nature, policy, environment.clock(), new KeyFamily(environment.random()));
  }

  private StoredKey(Nature nature, String policy, InstantSource clock, KeyFamily family) {
    this.nature = nature;
    this.family = family;
    this.state = new KeyState(policy, new Materials(family.history()));
    this.clock = clock;
    family.add(nature.arn(), state);
  }

  /** Creates the same key in another Region. Call this on the primary, under its lock. */
  public StoredKey replicate(Nature there, String policy) {
    return new StoredKey(there, policy, clock, family);
  }

  public Nature nature() {
    return nature;
  }

  public KeyArn arn() {
    return nature.arn();
  }

  /** The ARN that this multi-Region key has in another Region. */
  public KeyArn arnIn(String region) {
    return new KeyArn(arn().partition(), region, arn().account(), arn().keyId());
  }

  /** Accessed only under the key's lock. */
  public KeyFamily family() {
    return family;
  }

  public boolean isReplica() {
    return locked(_ -> !family.primary().equals(arn()));
  }

  /** Reads or changes the state under the lock, after applying the changes that are due. */
  public <T> T locked(Function<KeyState, T> use) {
    family.lock().lock();
    try {
      family.catchUp(clock.instant());
      return use.apply(state);
    } finally {
      family.lock().unlock();
    }
  }

  /** As {@link #locked}, for a change that has no result. */
  public void update(Consumer<KeyState> change) {
    locked(found -> {
      change.accept(found);
      return found;
    });
  }

  /** Whether its scheduled deletion is due. */
  boolean isGone() {
    return locked(found -> found.isGone(clock.instant()));
  }

  /**
   * Refuses a key in any of the states.
   *
   * @throws KmsError if the key is in one of the states
   */
  public void refuseIn(KeyState found, Set<KeyStatus> refused) {
    if (refused.contains(found.status())) {
      throw found.status().refusal(arn());
    }
  }

  /**
   * Refuses a key of another origin.
   *
   * @throws KmsError if the key's material comes from elsewhere
   */
  public void requireOrigin(KeyOrigin origin) {
    if (nature.origin() != origin) {
      throw KmsError.unsupported(
          arn() + " origin is " + nature.origin() + " which is not valid for this operation.");
    }
  }

  /**
   * Refuses a replica key.
   *
   * @throws KmsError if the key is a replica, and the operation is the primary's
   */
  public void refuseReplica(String operation) {
    if (isReplica()) {
      throw KmsError.unsupported(
          arn() + " is a multi-region replica key which is not valid for " + operation + ".");
    }
  }

  /**
   * Refuses a key of another usage.
   *
   * @throws KmsError if the key has another usage
   */
  void requireUsage(KeyUsage usage, String operation) {
    if (nature.usage() != usage) {
      throw KmsError.invalidKeyUsage(
          arn() + " key usage is " + nature.usage() + " which is not valid for " + operation + ".");
    }
  }

  /**
   * Refuses an algorithm that the key's spec does not have.
   *
   * @throws KmsError if a key of this spec does not support the algorithm
   */
  public void requireAlgorithm(String algorithm) {
    if (!nature.usage().algorithms(nature.spec()).contains(algorithm)) {
      throw KmsError.invalidKeyUsage(
          "Algorithm " + algorithm + " is incompatible with key spec " + nature.spec() + ".");
    }
  }
}
