package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.key.Material.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The materials of a key, oldest first, whether or not their bytes are there, and the rotation in
 * progress: the same in all Regions of the key. At most one material is current, at most one is
 * pending.
 */
public final class MaterialHistory {

  /** What a {@link Material} is apart from its bytes and their expiry. */
  record Entry(String id, Role role, Optional<String> description, Optional<Rotated> rotated) {

    private Entry in(Role newRole, Optional<Rotated> newRotated) {
      return new Entry(id, newRole, description, newRotated);
    }
  }

  private record Rotation(Instant start, Instant end) {}

  private final List<Entry> entries = new ArrayList<>();
  private Optional<Rotation> running = Optional.empty();
  private Optional<AutomaticRotation> automatic = Optional.empty();

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Adds the entry, or replaces the one with the same id. */
  void put(Entry entry) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).id().equals(entry.id())) {
        entries.set(i, entry);
        return;
      }
    }
    entries.add(entry);
  }

  void remove(String id) {
    entries.removeIf(entry -> entry.id().equals(id));
  }

  /** When the rotation in progress was requested. */
  public Optional<Instant> rotationStart() {
    return running.map(Rotation::start);
  }

  /** The number of completed rotations on demand. */
  public long rotationsOnDemand() {
    return entries.stream()
        .flatMap(entry -> entry.rotated().stream())
        .filter(rotated -> rotated.type() == Rotated.Type.ON_DEMAND)
        .count();
  }

  /** The automatic rotation, if it is enabled. */
  public Optional<AutomaticRotation> automatic() {
    return automatic;
  }

  public void setAutomatic(Optional<AutomaticRotation> rotation) {
    automatic = rotation;
  }

  /** A rotation that is already in progress continues unchanged. */
  public void startRotation(Instant start, Instant end) {
    running = running.or(() -> Optional.of(new Rotation(start, end)));
  }

  /**
   * Completes the rotation if it is due. Like AWS it uses the material that is pending by then,
   * whichever was pending at its start, and changes nothing if there is none.
   */
  void finishRotation(Instant now) {
    running
        .map(Rotation::end)
        .filter(end -> !now.isBefore(end))
        .ifPresent(end -> {
          running = Optional.empty();
          rotate(new Rotated(end, Rotated.Type.ON_DEMAND));
        });
  }

  /** Makes the pending material current, if there is one. */
  void rotate(Rotated how) {
    if (entries.stream().anyMatch(entry -> entry.role() == Role.PENDING_ROTATION)) {
      entries.replaceAll(entry -> rotated(entry, how));
    }
  }

  private static Entry rotated(Entry entry, Rotated how) {
    return switch (entry.role()) {
      case CURRENT -> entry.in(Role.NON_CURRENT, entry.rotated());
      case PENDING_ROTATION -> entry.in(Role.CURRENT, Optional.of(how));
      case NON_CURRENT -> entry;
    };
  }
}
