package io.keyferry.local.kms;

import io.keyferry.local.kms.Material.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All materials of one key, oldest first. At most one is current, at most one is pending. */
final class Materials {

  private final List<Material> all = new ArrayList<>();

  /** A key that never had material is waiting for its first. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  Optional<Material> withRole(Role role) {
    return all.stream().filter(material -> material.role() == role).findFirst();
  }

  Optional<Material> withId(String id) {
    return all.stream().filter(material -> material.id().equals(id)).findFirst();
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
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(material.id())) {
        all.set(i, material);
        return;
      }
    }
    all.add(material);
  }

  /** Takes the bytes away; a pending material is forgotten altogether. */
  void delete(Material material) {
    if (material.role() == Role.PENDING_ROTATION) {
      all.remove(material);
    } else {
      put(material.gone());
    }
  }

  /** Takes away what has expired. A pending material stays listed, as it does at AWS. */
  void expire(Instant now) {
    lasting().stream().filter(material -> material.hasExpired(now)).forEach(this::delete);
  }

  private List<Material> lasting() {
    return all.stream().filter(material -> material.role() != Role.PENDING_ROTATION).toList();
  }
}
