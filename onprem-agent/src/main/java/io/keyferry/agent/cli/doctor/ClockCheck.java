package io.keyferry.agent.cli.doctor;

import io.keyferry.agent.job.queue.ServerClock;
import java.time.Duration;

/** Our clock against the {@code Date} of SQS's last answer. */
final class ClockCheck implements Check {

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding look(CheckContext visit) throws PrerequisiteMissing {
    Duration ahead =
        visit.serverClock.ahead().orElseThrow(() -> new PrerequisiteMissing("SQS gave no answer"));
    String told = "%d s ahead of SQS".formatted(ahead.toSeconds());
    return ahead.abs().compareTo(ServerClock.MAX_SKEW) <= 0
        ? new Finding.Passed(told)
        : new Finding.Failed(
            "expected at most %d s of difference, found this clock %s"
                .formatted(ServerClock.MAX_SKEW.toSeconds(), told),
            "set the clock by NTP (timedatectl set-ntp true)");
  }
}
