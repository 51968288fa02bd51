package io.keyferry.local.kms;

import io.keyferry.local.kms.Material.Role;
import io.keyferry.local.kms.MaterialHistory.Entry;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All materials of one key, oldest first: its history, with the bytes that are there in its Region.
 */
final class Materials {

  private record Held(Optional<KeyBytes> bytes, Optional<Instant> validTo) {

    static final Held NOTHING = new Held(Optional.empty(), Optional.empty());
  }

  private final MaterialHistory history;
  private final Map<String, Held> held = new HashMap<>();

  Materials(MaterialHistory history) {
    this.history = history;
  }

  MaterialHistory history() {
    return history;
  }

  /** A key that never had material is waiting for its first. */
  boolean isEmpty() {
    return history.entries().isEmpty();
  }

  List<Material> all() {
    return history.entries().stream().map(this::material).toList();
  }

  Optional<Material> withRole(Role role) {
    return all().stream().filter(material -> material.role() == role).findFirst();
  }

  Optional<Material> withId(String id) {
    return all().stream().filter(material -> material.id().equals(id)).findFirst();
  }

  /** Whether every material that belongs to the key for good is there: only then is it usable. */
  boolean isComplete() {
    return withRole(Role.CURRENT).isPresent()
        && lasting().stream().allMatch(material -> material.bytes().isPresent());
  }

  /** The first expiry among the materials that belong to the key for good. */
  Optional<Instant> earliestExpiry() {
    return lasting().stream()
        .flatMap(material -> material.validTo().stream())
        .min(Comparator.naturalOrder());
  }

  /** Adds the material, or puts it in the place of the one with the same id. */
  void put(Material material) {
    history.put(
        new Entry(material.id(), material.role(), material.description(), material.rotated()));
    held.put(material.id(), new Held(material.bytes(), material.validTo()));
  }

  /** Takes the bytes away; the history stays. */
  void drop(String id) {
    held.remove(id);
  }

  /**
   * Takes away what has expired. Expired material that is still pending stays as it is, as it does
   * at AWS, until a rotation makes it part of the key.
   */
  void expire(Instant now) {
    lasting().stream()
        .filter(material -> material.hasExpired(now))
        .forEach(
            material -> held.put(material.id(), new Held(Optional.empty(), material.validTo())));
  }

  private List<Material> lasting() {
    return all().stream().filter(material -> material.role() != Role.PENDING_ROTATION).toList();
  }

  private Material material(Entry entry) {
    Held own = held.getOrDefault(entry.id(), Held.NOTHING);
    return new Material(
        entry.id(), entry.role(), own.bytes(), entry.description(), own.validTo(), entry.rotated());
  }
}
