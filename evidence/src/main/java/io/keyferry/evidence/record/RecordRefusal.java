package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.ImportState;
import java.util.Optional;

/**
 * Checks that the agent signed the refusal in the record, and that the record has the refusal that
 * the agent signed.
 */
final class RecordRefusal {

  private RecordRefusal() {}

  /**
   * Returns the check; empty for an import that nobody refused.
   *
   * @param statement absent if the agent never answered
   */
  static Optional<RecordCheck> check(CeremonyRecord record, Optional<CeremonyStatement> statement) {
    Optional<Failure> refused = statement.flatMap(signed -> signed.work().refused());
    if (refused.isPresent()) {
      return Optional.of(ofAgent(record, refused.get()));
    }
    return record
        .end()
        .code()
        .filter(code -> record.state() == ImportState.FAILED)
        .map(code ->
            isAgents(code)
                ? RecordCheck.fails(
                    Subject.REFUSAL,
                    "expected the agent's signed refusal %s, found none: the record says what the agent did not"
                        .formatted(code))
                : RecordCheck.holds(Subject.REFUSAL, "the cloud half ended the import: " + code));
  }

  private static RecordCheck ofAgent(CeremonyRecord record, Failure refused) {
    if (record.end().code().filter(FailureCode.RESULT_MISMATCH::equals).isPresent()) {
      return RecordCheck.none(
          Subject.REFUSAL,
          "the agent refused with %s, in an answer that does not match the job"
              .formatted(refused.code()));
    }
    String none = "none";
    return new RecordComparison(Subject.REFUSAL)
        .of("state", ImportState.FAILED, record.state())
        .of("code", refused.code(), record.end().code().map(FailureCode::name).orElse(none))
        .of("reason", "'" + refused.reason() + "'", "'" + record.end().reason().orElse(none) + "'")
        .check(
            "the agent refused with " + refused.code() + ", and the import failed with it",
            "the record does not repeat the agent's refusal as the agent signed it");
  }

  /** Whether only the agent returns this code. */
  private static boolean isAgents(FailureCode code) {
    return switch (code) {
      case JOB_EXPIRED,
          JOB_NOT_YET_VALID,
          JOB_CHANGED,
          JOB_SUPERSEDED,
          POLICY,
          WRAPPING_KEY_INVALID,
          WRAPPING_NOT_ALLOWED,
          HSM_KEY_MISSING,
          HSM_KEY_UNFIT,
          HSM_KEY_UNEXPECTED,
          HSM_REFUSED ->
          true;
      case AGENT_UNKNOWN,
          RESULT_MISMATCH,
          KMS_KEY_REFUSED,
          PARAMETERS_REFUSED,
          MATERIAL_REFUSED,
          MATERIAL_DIFFERS,
          TOO_MANY_ATTEMPTS,
          EXPIRATION_PASSED ->
          false;
    };
  }
}
