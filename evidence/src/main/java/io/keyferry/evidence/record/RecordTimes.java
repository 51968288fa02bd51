package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordCheck.Subject;
import io.keyferry.model.message.CeremonyRecord;
import io.keyferry.model.message.CeremonyStatement;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.OfflineRecord;
import io.keyferry.model.value.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that events happened in the required order. */
final class RecordTimes {

  /** The max difference between the cloud's clocks and the agent's. */
  private static final Duration APART = Duration.ofMinutes(5);

  private record Time(String what, Instant at) {
    @Override
    public String toString() {
      return what + " " + UtcTime.format(at);
    }
  }

  private RecordTimes() {}

  static RecordCheck check(CeremonyRecord record, Optional<CeremonyStatement> statement) {
    List<Time> times = new ArrayList<>();
    times.add(new Time("requested", record.order().requestedAt()));
    record
        .kms()
        .parameters()
        .ifPresent(given -> times.add(new Time("parameters obtained", given.obtainedAt())));
    // An answer to another job may be from any time.
    statement
        .filter(half -> record.end().code().filter(FailureCode.RESULT_MISMATCH::equals).isEmpty())
        .ifPresent(half -> {
          times.add(new Time("job received", half.witness().receivedAt()));
          times.add(new Time("stated", half.witness().statedAt()));
        });
    times.add(new Time("ended", record.end().endedAt()));
    return inOrder(times);
  }

  static RecordCheck check(OfflineRecord record) {
    return inOrder(
        List.of(
            new Time("ordered", record.times().orderedAt()),
            new Time("audit log", record.work().auditHead().at()),
            new Time("stated", record.times().statedAt())));
  }

  private static RecordCheck inOrder(List<Time> times) {
    RecordComparison comparison = new RecordComparison(Subject.TIMES);
    Time latest = times.getFirst();
    for (Time time : times) {
      comparison.that(
          !time.at().isBefore(latest.at().minus(APART)),
          "'%s' no more than %d minutes before '%s'"
              .formatted(time.what(), APART.toMinutes(), latest),
          UtcTime.format(time.at()));
      latest = time.at().isAfter(latest.at()) ? time : latest;
    }
    return comparison.check(
        "in order from %s to %s".formatted(times.getFirst(), times.getLast()),
        "a clock was wrong, or the halves are not from one import");
  }
}
