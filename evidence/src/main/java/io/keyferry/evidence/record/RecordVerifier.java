package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.ImportState;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.signed.RejectedMessageException;
import io.keyferry.model.signed.SignedMessage;
import io.keyferry.model.value.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a ceremony record with only two public keys: who signed it, and that the cloud's half
 * and the agent's half agree.
 */
public final class RecordVerifier {

  private final VerificationKey cloud;
  private final VerificationKey agent;
  private final List<RecordCheck> checks = new ArrayList<>();

  private RecordVerifier(VerificationKey cloud, VerificationKey agent) {
    this.cloud = cloud;
    this.agent = agent;
  }

  /**
   * Makes every check.
   *
   * @param cloud the key that signs jobs and records, known in advance
   * @param agent the agent's key, known from its enrollment
   * @param previous the previous record in the chain, if available
   */
  public static RecordVerdict<CeremonyRecord> verify(
      RecordFile file,
      VerificationKey cloud,
      VerificationKey agent,
      Optional<RecordFile> previous) {
    return new RecordVerifier(cloud, agent).verdict(file, previous);
  }

  private RecordVerdict<CeremonyRecord> verdict(RecordFile file, Optional<RecordFile> previous) {
    CeremonyRecord record;
    try {
      record = signedBy(cloud, file);
    } catch (RejectedMessageException e) {
      checks.add(
          RecordCheck.fails(
              Subject.CLOUD_SIGNATURE,
              e.getMessage()
                  + (isSwapped(file)
                      ? ": the key that was named as the agent's signed it; swap the two keys"
                      : ": it was changed, or this cloud half never signed it")));
      return new RecordVerdict<>(file.sha256(), Optional.empty(), checks);
    }
    checks.add(
        RecordCheck.holds(
            Subject.CLOUD_SIGNATURE, "key " + cloud.thumbprint() + " signed this record"));
    file.answer().ifPresent(answer -> checks.add(RecordClaims.answer(answer, record)));
    checks.add(RecordChain.check(record, previous));
    checks.add(RecordClaims.keyFacts(record));
    checks.add(RecordClaims.outcome(record));
    Optional<CeremonyStatement> statement = statement(record);
    if (statement.isPresent()) {
      checks.addAll(new RecordAgreement(record, statement.get()).checks(cloud.thumbprint()));
    }
    if (statement.isPresent() || record.halves().statement().isEmpty()) {
      checks.addAll(RecordRefusal.check(record, statement).stream().toList());
      checks.add(RecordTimes.check(record, statement));
    }
    return new RecordVerdict<>(file.sha256(), Optional.of(record), checks);
  }

  private static CeremonyRecord signedBy(VerificationKey key, RecordFile file)
      throws RejectedMessageException {
    return SignedMessage.verify(MessageType.CEREMONY_RECORD, file.compact(), key);
  }

  private boolean isSwapped(RecordFile file) {
    try {
      signedBy(agent, file);
      return true;
    } catch (RejectedMessageException e) {
      return false;
    }
  }

  /** The agent's half, if present and signed by the agent. */
  private Optional<CeremonyStatement> statement(CeremonyRecord record) {
    if (record.halves().statement().isEmpty()) {
      checks.add(withoutStatement(record.state()));
      return Optional.empty();
    }
    try {
      CeremonyStatement statement =
          SignedMessage.verify(
              MessageType.CEREMONY_STATEMENT, record.halves().statement().get(), agent);
      checks.add(
          RecordCheck.holds(
              Subject.AGENT_SIGNATURE,
              "key " + agent.thumbprint() + " signed the statement in it"));
      return Optional.of(statement);
    } catch (RejectedMessageException e) {
      checks.add(
          RecordCheck.fails(
              Subject.AGENT_SIGNATURE,
              e.getMessage() + ": this agent did not sign what it says about the HSM"));
      return Optional.empty();
    }
  }

  private static RecordCheck withoutStatement(ImportState state) {
    return state == ImportState.IMPORTED
        ? RecordCheck.fails(
            Subject.AGENT_SIGNATURE,
            "expected the agent's statement in a record of IMPORTED, found none: nothing shows that the key came from the HSM")
        : RecordCheck.none(
            Subject.AGENT_SIGNATURE,
            "the import ended without an answer from the agent, so there is no statement");
  }
}
