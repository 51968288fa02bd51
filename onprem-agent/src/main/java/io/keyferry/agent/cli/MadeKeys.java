package io.keyferry.agent.cli;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.job.log.HsmAudit;
import io.keyferry.evidence.file.DiskFault;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.evidence.log.AuditVerdict;
import io.keyferry.evidence.log.AuditVerifier;
import io.keyferry.model.message.AuditLine;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that this agent generated, according to the signed lines of its audit log. Lines after
 * the last signature prove nothing: anyone who can write to the directory can add them.
 */
final class MadeKeys {

  private record Attempt(ImportId importId, int number) {}

  /** By {@code CKA_ID} in hex. */
  private final Map<String, Optional<ImportId>> made = new HashMap<>();

  private final Map<ImportId, String> kmsKeys = new HashMap<>();
  private final Set<Attempt> wrapped = new HashSet<>();
  private final Set<ImportId> answered = new HashSet<>();
  private final Optional<String> doubt;

  private MadeKeys(Optional<String> doubt) {
    this.doubt = doubt;
  }

  /**
   * Verifies the log and reads its signed lines.
   *
   * @param agent the key that signs the log; without it nothing is known
   * @throws AuditException if the log cannot be read
   */
  static MadeKeys in(Path directory, Optional<AgentKey> agent) throws AuditException {
    if (agent.isEmpty()) {
      return new MadeKeys(
          Optional.of(
              "expected the agent's key, which verifies the audit log, found none: run keyferry-agent enrol"));
    }
    MadeKeys keys = new MadeKeys(Optional.empty());
    try {
      return switch (AuditVerifier.verifyPresent(
          directory, VerificationKey.of(agent.get().publicKey()), keys::read)) {
        case AuditVerdict.Holds holds -> keys;
        case AuditVerdict.Broken broken ->
            new MadeKeys(
                Optional.of(
                    "expected an audit log that holds, to know which keys the agent generated, found that "
                        + broken.fault().text()));
      };
    } catch (IOException e) {
      throw new AuditException(
          "expected a readable audit log in %s, found %s: correct owner and permissions"
              .formatted(directory, DiskFault.words(e)),
          e);
    }
  }

  /** Why the log proves nothing about any key. */
  Optional<String> doubt() {
    return doubt;
  }

  private void read(AuditLine line) {
    Optional<Attempt> attempt =
        line.importId().map(importId -> new Attempt(importId, line.attempt()));
    Optional<String> key = fact(line, "hsmKey");
    switch (line.event()) {
      case JOB_RECEIVED ->
          line.importId()
              .ifPresent(id -> fact(line, "keyArn").ifPresent(arn -> kmsKeys.put(id, arn)));
      case KEY_GENERATED -> key.filter(id -> isOwn(id, line)).ifPresent(id -> made(id, line));
      // After a crash between generation and its line, the ledger identified the key.
      case KEY_FOUND ->
          key.filter(id -> isOwn(id, line) && fact(line, HsmAudit.GENERATED_BEFORE).isPresent())
              .ifPresent(id -> made(id, line));
      case KEY_WRAPPED -> attempt.ifPresent(wrapped::add);
      // A refusal is a result, too.
      case RESULT_SENT ->
          attempt.filter(wrapped::contains).ifPresent(a -> answered.add(a.importId()));
      default -> {}
    }
  }

  private void made(String id, AuditLine line) {
    made.put(id, line.importId());
  }

  /** An import generates a key with its own id; an operator may choose any. */
  private static boolean isOwn(String id, AuditLine line) {
    return line.importId().map(importId -> CkaId.of(importId).hex().equals(id)).orElse(true);
  }

  private static Optional<String> fact(AuditLine line, String name) {
    return Optional.ofNullable(line.facts().get(name));
  }

  /** Empty if nothing indicates that this agent generated the key. */
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

  /** Whether a signed line of the log says that this agent generated it. */
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
