package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.value.KeyArn;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One key in several Regions: one primary and its replicas, with one id and one history of
 * materials. A single-Region key is alone. All access is under one lock.
 */
public final class KeyFamily {

  /** The prefix of a multi-Region key's id. */
  public static final String ID_PREFIX = "mrk-";

  private record Sibling(KeyArn arn, KeyState state) {

    private boolean has(String materialId) {
      return state.materials().withId(materialId).filter(Material::isImported).isPresent();
    }
  }

  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final MaterialHistory history = new MaterialHistory();

  /** The primary is the first. */
  private final List<Sibling> siblings = new ArrayList<>();

  KeyFamily(SecureRandom random) {
    this.random = random;
  }

  ReentrantLock lock() {
    return lock;
  }

  MaterialHistory history() {
    return history;
  }

  void add(KeyArn arn, KeyState state) {
    siblings.add(new Sibling(arn, state));
  }

  KeyArn primary() {
    return siblings.getFirst().arn();
  }

  /** Makes the replica in that Region the primary, and the primary a replica. */
  public void promote(String region) {
    Sibling promoted = in(region).orElseThrow();
    siblings.remove(promoted);
    siblings.addFirst(promoted);
  }

  /** The state of the key in that Region, if there is one. */
  public Optional<KeyState> stateIn(String region) {
    return in(region).map(Sibling::state);
  }

  private Optional<Sibling> in(String region) {
    return siblings.stream().filter(sibling -> sibling.arn().region().equals(region)).findFirst();
  }

  /** By Region, in the order in which AWS was observed to list them. */
  public List<KeyArn> replicas() {
    return siblings.stream()
        .skip(1)
        .map(Sibling::arn)
        .sorted(Comparator.comparing(KeyArn::region))
        .toList();
  }

  public boolean isIn(String region) {
    return in(region).isPresent();
  }

  /** Whether every Region has imported the material. */
  public boolean isEverywhere(String materialId) {
    return siblings.stream().allMatch(sibling -> sibling.has(materialId));
  }

  /** Adds material that KMS generated itself to every Region. */
  public void share(Material material) {
    siblings.forEach(sibling -> sibling.state().materials().put(material));
  }

  /** Removes pending material from every Region, as if it had never been there. */
  public void forget(String materialId) {
    history.remove(materialId);
    siblings.forEach(sibling -> sibling.state().materials().drop(materialId));
  }

  /** A key that is unusable when its rotation is due rotates when it is usable again. */
  private void rotate(Instant now) {
    KeyState state = siblings.getFirst().state();
    Instant earliest = state.enabledSince();
    while (state.status() == KeyStatus.ENABLED
        && history.rotationStart().isEmpty()
        && history.automatic().filter(rotation -> !now.isBefore(rotation.next())).isPresent()) {
      AutomaticRotation due = history.automatic().orElseThrow();
      Instant at = due.next().isBefore(earliest) ? earliest : due.next();
      KeyBytes bytes = KeyBytes.newAesKey(random);
      share(
          Material.generated(
              bytes.materialId(primary().keyId()), Material.Role.PENDING_ROTATION, bytes));
      history.rotate(new Rotated(at, Rotated.Type.AUTOMATIC));
      history.setAutomatic(Optional.of(due.following(at)));
    }
  }

  /** Applies the changes that are due by now, in every Region. */
  void catchUp(Instant now) {
    history.finishRotation(now);
    siblings.forEach(sibling -> sibling.state().catchUp(now));
    rotate(now);
    List<Sibling> gone =
        siblings.stream().skip(1).filter(replica -> replica.state().isGone(now)).toList();
    siblings.removeAll(gone);
    if (siblings.size() == 1) {
      gone.stream()
          .map(replica -> replica.state().deletion())
          .flatMap(Optional::stream)
          .max(Comparator.naturalOrder())
          .ifPresent(siblings.getFirst().state()::replicasAreGone);
    }
  }
}
