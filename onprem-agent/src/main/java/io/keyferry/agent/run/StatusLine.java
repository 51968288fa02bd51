package io.keyferry.agent.run;

import io.keyferry.agent.health.AgentHealth;
import io.keyferry.agent.health.Indicator;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/** The status that {@code systemctl status} shows. Makes no calls, so it may be read often. */
@Singleton
final class StatusLine {

  /** The indicators by priority, if several are down. */
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
                : token + ", polling for the first time");
  }

  private static int place(Indicator.Reading down) {
    int place = FIRST.indexOf(down.name());
    return place < 0 ? FIRST.size() : place;
  }

  private static String fault(Indicator.Reading down, String token) {
    return switch (down.name()) {
      case "records" -> "jobs cannot be recorded: " + down.sentence();
      case "hsm" -> "%s is unusable: %s".formatted(token, down.sentence());
      case "queues" -> "the queues do not respond: " + down.sentence();
      case "clock" -> "the clock is wrong: " + down.sentence();
      default -> down.sentence();
    };
  }
}
