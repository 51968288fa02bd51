package io.keyferry.agent.audit.record;

import io.keyferry.agent.audit.record.RecordCheck.Outcome;
import io.keyferry.model.OfflineRecord;
import io.keyferry.model.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * What a verification of an offline record found.
 *
 * @param sha256 of the record as signed
 * @param record absent where the agent's signature does not hold: nothing else was looked at then
 */
public record OfflineVerdict(
    Sha256 sha256, Optional<OfflineRecord> record, List<RecordCheck> checks) {

  public OfflineVerdict {
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
