package io.keyferry.agent.health;

import io.keyferry.agent.job.RecordProbe;
import jakarta.inject.Singleton;

/** {@code records}: DOWN if what the agent does cannot be written down, and so it does nothing. */
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
        .orElseGet(() -> Reading.up("records", "jobs can be written down"));
  }
}
