package io.keyferry.agent.cli;

import io.keyferry.agent.audit.AuditHistory;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.model.AuditLine;
import io.keyferry.model.CkaId;
import io.keyferry.model.ImportId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys that this agent made, as its audit log tells. */
final class MadeKeys {

  private record Attempt(ImportId importId, int number) {}

  /** By {@code CKA_ID} in hex. */
  private final Map<String, Optional<ImportId>> made = new HashMap<>();

  private final Map<ImportId, String> kmsKeys = new HashMap<>();
  private final Set<Attempt> wrapped = new HashSet<>();
  private final Set<ImportId> answered = new HashSet<>();

  private MadeKeys() {}

  /**
   * Reads the log. Does not verify it.
   *
   * @throws IOException if it cannot be read
   */
  static MadeKeys in(Path directory) throws IOException {
    MadeKeys keys = new MadeKeys();
    AuditHistory.read(directory, keys::read);
    return keys;
  }

  private void read(AuditLine line) {
    Optional<Attempt> attempt =
        line.importId().map(importId -> new Attempt(importId, line.attempt()));
    Optional<String> key = fact(line, "hsmKey");
    switch (line.event()) {
      case JOB_RECEIVED ->
          line.importId()
              .ifPresent(id -> fact(line, "keyArn").ifPresent(arn -> kmsKeys.put(id, arn)));
      case KEY_GENERATED -> key.ifPresent(id -> made.put(id, line.importId()));
      // A crash between the making and its line: the next attempt finds the key under its own id.
      case KEY_FOUND ->
          key.filter(line.importId().map(id -> CkaId.of(id).hex()).orElse("")::equals)
              .ifPresent(id -> made.putIfAbsent(id, line.importId()));
      case KEY_WRAPPED -> attempt.ifPresent(wrapped::add);
      // A refusal is a result too.
      case RESULT_SENT ->
          attempt.filter(wrapped::contains).ifPresent(a -> answered.add(a.importId()));
      default -> {}
    }
  }

  private static Optional<String> fact(AuditLine line, String name) {
    return Optional.ofNullable(line.facts().get(name));
  }

  /** Empty for a key that nothing says this agent made. */
  Optional<KeyOrigin> origin(HsmKey key) {
    Optional<ImportId> own = key.id().importId().filter(id -> isLabelOf(id, key.label()));
    if (!made.containsKey(key.id().hex())) {
      return own.map(id -> origin(KeyOrigin.State.UNKNOWN, Optional.of(id)));
    }
    Optional<ImportId> importId = made.getOrDefault(key.id().hex(), Optional.empty());
    KeyOrigin.State state =
        importId
            .map(
                id -> answered.contains(id) ? KeyOrigin.State.ANSWERED : KeyOrigin.State.UNFINISHED)
            .orElse(KeyOrigin.State.OFFLINE);
    return Optional.of(origin(state, importId));
  }

  /** Whether a line of the log says that this agent made it. */
  boolean made(HsmKey key) {
    return made.containsKey(key.id().hex());
  }

  private KeyOrigin origin(KeyOrigin.State state, Optional<ImportId> importId) {
    return new KeyOrigin(
        state, importId, importId.flatMap(id -> Optional.ofNullable(kmsKeys.get(id))));
  }

  private static boolean isLabelOf(ImportId importId, String label) {
    return label.startsWith("keyferry " + importId);
  }
}
