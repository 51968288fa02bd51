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
 * The keys that this agent made, by the lines of its audit log that a signature of the agent
 * vouches for. A line after the last signature proves nothing: whoever can write the directory can
 * add it.
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
   * Verifies the log and reads what is signed of it.
   *
   * @param agent the key by which the log is signed; without it nothing is known
   * @throws AuditException if it cannot be read
   */
  static MadeKeys in(Path directory, Optional<AgentKey> agent) throws AuditException {
    if (agent.isEmpty()) {
      return new MadeKeys(
          Optional.of(
              "expected the agent's key, by which the audit log is verified, found none: run keyferry-agent enrol"));
    }
    MadeKeys keys = new MadeKeys(Optional.empty());
    try {
      return switch (AuditVerifier.verifyPresent(
          directory, VerificationKey.of(agent.get().publicKey()), keys::read)) {
        case AuditVerdict.Holds holds -> keys;
        case AuditVerdict.Broken broken ->
            new MadeKeys(
                Optional.of(
                    "expected an audit log that holds, as it says which keys the agent made, found that "
                        + broken.fault().text()));
      };
    } catch (IOException e) {
      throw new AuditException(
          "expected an audit log in %s that can be read, found %s: correct owner and permissions"
              .formatted(directory, DiskFault.words(e)),
          e);
    }
  }

  /** Why the log proves nothing of any key. */
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
      // A crash between the making and its line: the ledger knew the key that was found.
      case KEY_FOUND ->
          key.filter(id -> isOwn(id, line) && fact(line, HsmAudit.GENERATED_BEFORE).isPresent())
              .ifPresent(id -> made(id, line));
      case KEY_WRAPPED -> attempt.ifPresent(wrapped::add);
      // A refusal is a result too.
      case RESULT_SENT ->
          attempt.filter(wrapped::contains).ifPresent(a -> answered.add(a.importId()));
      default -> {}
    }
  }

  private void made(String id, AuditLine line) {
    made.put(id, line.importId());
  }

  /** An import makes the key with its own id; an operator's order names what it likes. */
  private static boolean isOwn(String id, AuditLine line) {
    return line.importId().map(importId -> CkaId.of(importId).hex().equals(id)).orElse(true);
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

  /** Whether a signed line of the log says that this agent made it. */
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
