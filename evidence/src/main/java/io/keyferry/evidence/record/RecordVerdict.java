package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Outcome;
import io.keyferry.model.value.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * What a verification of a signed record found.
 *
 * @param sha256 of the record as signed
 * @param <T> what the file records: a ceremony or an offline wrap
 * @param record absent where its signature does not hold: nothing else was looked at then
 */
public record RecordVerdict<T>(Sha256 sha256, Optional<T> record, List<RecordCheck> checks) {

  public RecordVerdict {
    checks = List.copyOf(checks);
  }

  /** Whether nothing was found wrong. */
  public boolean holds() {
    return count(Outcome.FAILS) == 0;
  }

  /** How many checks ended so. */
  public long count(Outcome outcome) {
    return checks.stream().filter(check -> check.outcome() == outcome).count();
  }
}
