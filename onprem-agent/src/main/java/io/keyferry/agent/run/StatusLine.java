package io.keyferry.agent.run;

import io.keyferry.agent.health.AgentHealth;
import io.keyferry.agent.health.Indicator;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/** What {@code systemctl status} shows of the agent. Asks nobody, so it may be read often. */
@Singleton
final class StatusLine {

  /** The one to show if several are down. */
  private static final List<String> FIRST = List.of("loop", "records", "hsm", "queues", "clock");

  private final HsmConnection hsm;
  private final AgentHealth health;

  StatusLine(HsmConnection hsm, AgentHealth health) {
    this.hsm = hsm;
    this.health = health;
  }

  String text() {
    return text(hsm.identity().label(), health.read());
  }

  static String text(String label, List<Indicator.Reading> readings) {
    String token = "token '%s'".formatted(label);
    return readings.stream()
        .filter(Indicator.Reading::isDown)
        .min(Comparator.comparingInt(StatusLine::place))
        .map(down -> fault(down, token))
        .orElseGet(() ->
            readings.stream().allMatch(Indicator.Reading::isUp)
                ? token + ", waiting for jobs"
                : token + ", asking for jobs for the first time");
  }

  private static int place(Indicator.Reading down) {
    int place = FIRST.indexOf(down.name());
    return place < 0 ? FIRST.size() : place;
  }

  private static String fault(Indicator.Reading down, String token) {
    return switch (down.name()) {
      case "records" -> "nothing can be recorded: " + down.sentence();
      case "hsm" -> "%s cannot be used: %s".formatted(token, down.sentence());
      case "queues" -> "the queues do not answer: " + down.sentence();
      case "clock" -> "the clock is wrong: " + down.sentence();
      default -> down.sentence();
    };
  }
}
