package io.keyferry.local.kms;

import java.time.Instant;
import java.util.Optional;

/**
 * One material that a key has or had.
 *
 * @param id the {@code KeyMaterialId}
 * @param bytes empty once it is deleted or expired
 * @param validTo when it expires, in whole seconds; empty if it does not
 */
record Material(
    String id,
    Role role,
    Optional<KeyBytes> bytes,
    Optional<String> description,
    Optional<Instant> validTo) {

  /** What it is to the key: KMS {@code ListKeyRotations}, {@code KeyMaterialState}. */
  enum Role {
    /** Encrypts and decrypts. */
    CURRENT,
    /** Decrypts what it encrypted before a rotation. */
    NON_CURRENT,
    /** Waits for {@code RotateKeyOnDemand}; not yet part of the key for good. */
    PENDING_ROTATION
  }

  static Material generated(String id, KeyBytes bytes) {
    return new Material(id, Role.CURRENT, Optional.of(bytes), Optional.empty(), Optional.empty());
  }

  /** The same material without its bytes: they are deleted or expired. */
  Material gone() {
    return new Material(id, role, Optional.empty(), description, Optional.empty());
  }

  boolean hasExpired(Instant now) {
    return validTo.filter(end -> !now.isBefore(end)).isPresent();
  }
}
