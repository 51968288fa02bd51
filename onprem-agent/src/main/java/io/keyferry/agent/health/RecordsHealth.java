package io.keyferry.agent.health;

import io.keyferry.agent.job.RecordProbe;
import jakarta.inject.Singleton;

/** {@code records}: DOWN if the agent cannot record its work, and so processes no job. */
@Singleton
final class RecordsHealth extends Indicator {

  private final RecordProbe records;

  RecordsHealth(RecordProbe records) {
    this.records = records;
  }

  @Override
  Reading read() {
    return records
        .fault()
        .map(why -> Reading.down("records", why))
        .orElseGet(() -> Reading.up("records", "jobs can be recorded"));
  }
}
