package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.key.Material.Role;
import io.keyferry.kmsemulator.key.MaterialHistory.Entry;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All materials of one key, oldest first: its history, with the bytes that its Region has. */
public final class Materials {

  private record Held(Optional<KeyBytes> bytes, Optional<Instant> validTo) {

    static final Held NOTHING = new Held(Optional.empty(), Optional.empty());
  }

  private final MaterialHistory history;
  private final Map<String, Held> held = new HashMap<>();

  Materials(MaterialHistory history) {
    this.history = history;
  }

  public MaterialHistory history() {
    return history;
  }

  /** A key that never had material waits for its first. */
  boolean isEmpty() {
    return history.entries().isEmpty();
  }

  public List<Material> all() {
    return history.entries().stream().map(this::material).toList();
  }

  public Optional<Material> withRole(Role role) {
    return all().stream().filter(material -> material.role() == role).findFirst();
  }

  public Optional<Material> withId(String id) {
    return all().stream().filter(material -> material.id().equals(id)).findFirst();
  }

  /** Whether every permanent material of the key is there: only then is the key usable. */
  boolean isComplete() {
    return withRole(Role.CURRENT).isPresent()
        && lasting().stream().allMatch(material -> material.bytes().isPresent());
  }

  /** The earliest expiry among the permanent materials of the key. */
  public Optional<Instant> earliestExpiry() {
    return lasting().stream()
        .flatMap(material -> material.validTo().stream())
        .min(Comparator.naturalOrder());
  }

  /** Adds the material, or replaces the one with the same id. */
  public void put(Material material) {
    history.put(
        new Entry(material.id(), material.role(), material.description(), material.rotated()));
    held.put(material.id(), new Held(material.bytes(), material.validTo()));
  }

  /** Deletes the bytes; the history remains. */
  public void drop(String id) {
    held.remove(id);
  }

  /**
   * Deletes the bytes of expired material. Expired material that is still pending remains, as on
   * AWS, until a rotation makes it a permanent part of the key.
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
