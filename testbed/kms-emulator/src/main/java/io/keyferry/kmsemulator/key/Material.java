package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.KeyBytes;
import java.time.Instant;
import java.util.Optional;

/**
 * One material that a key has or had.
 *
 * @param id the {@code KeyMaterialId}
 * @param bytes empty until it is imported, and once it is deleted or expired
 * @param validTo when it expires or has expired, in whole seconds; empty if it does not, or if it
 *     was deleted
 * @param rotated how and when a rotation made it current; empty for the first and for a pending one
 */
public record Material(
    String id,
    Role role,
    Optional<KeyBytes> bytes,
    Optional<String> description,
    Optional<Instant> validTo,
    Optional<Rotated> rotated) {

  /** What it is to the key: KMS {@code ListKeyRotations}, {@code KeyMaterialState}. */
  public enum Role {
    /** Encrypts and decrypts. */
    CURRENT,
    /** Decrypts what it encrypted before a rotation. */
    NON_CURRENT,
    /** Waits for {@code RotateKeyOnDemand}; not yet part of the key for good. */
    PENDING_ROTATION
  }

  /** The first material of a key, made by KMS itself. */
  public static Material generated(String id, KeyBytes bytes) {
    return generated(id, Role.CURRENT, bytes);
  }

  /** Made by KMS itself. */
  public static Material generated(String id, Role role, KeyBytes bytes) {
    return new Material(
        id, role, Optional.of(bytes), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether KMS lists it as {@code IMPORTED}: expired material still is, deleted material not. */
  public boolean isImported() {
    return bytes.isPresent() || validTo.isPresent();
  }

  boolean hasExpired(Instant now) {
    return validTo.filter(end -> !now.isBefore(end)).isPresent();
  }
}
