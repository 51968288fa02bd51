package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.model.value.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * The result of verifying a signed record.
 *
 * @param sha256 of the record as signed
 * @param <T> the kind of record: of a ceremony or an offline wrap
 * @param record absent if its signature does not hold: nothing else was checked then
 */
public record RecordVerdict<T>(Sha256 sha256, Optional<T> record, List<RecordCheck> checks) {

  public RecordVerdict {
    checks = List.copyOf(checks);
  }

  /** Whether no check failed. */
  public boolean holds() {
    return count(Outcome.FAILS) == 0;
  }

  /** How many checks had this outcome. */
  public long count(Outcome outcome) {
    return checks.stream().filter(check -> check.outcome() == outcome).count();
  }
}
