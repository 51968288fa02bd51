package io.keyferry.agent.run;

import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.job.RecordProbe;
import io.keyferry.agent.job.queue.QueueStatus;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What {@code systemctl status} shows of the agent. Asks nobody, so it may be read often. */
@Singleton
final class StatusLine {

  private final HsmConnection hsm;
  private final RecordProbe records;
  private final QueueStatus queues;

  StatusLine(HsmConnection hsm, RecordProbe records, QueueStatus queues) {
    this.hsm = hsm;
    this.records = records;
    this.queues = queues;
  }

  String text() {
    String token = "token '%s'".formatted(hsm.identity().label());
    Optional<String> ailing =
        records
            .fault()
            .map(fault -> "nothing can be recorded: " + fault)
            .or(() -> hsm.state().reason().map(reason -> token + " cannot be used: " + reason))
            .or(() -> queues.error().map(fault -> "the queues do not answer: " + fault));
    return ailing.orElseGet(() ->
        queues.lastReceive().isPresent()
            ? token + ", waiting for jobs"
            : token + ", asking for jobs for the first time");
  }
}
