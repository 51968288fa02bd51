package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How the agent gets on with its HSM, for those who watch it. */
public final class HsmStatus {

  /**
   * An HSM that is not usable.
   *
   * @param since UTC
   * @param reason of the last try
   */
  public record Away(Instant since, Fault fault, String reason) {}

  private final Map<Rung, Long> climbs = new EnumMap<>(Rung.class);
  private Optional<Away> away = Optional.empty();
  private Optional<Instant> there = Optional.empty();

  /** Since when the HSM is away, and why; absent while it is there. */
  public synchronized Optional<Away> away() {
    return away;
  }

  /** Since when the HSM is there; absent while it is away, and before anybody has used it. */
  public synchronized Optional<Instant> thereSince() {
    return there;
  }

  /** How often each rung was climbed, whether it helped or not. */
  public synchronized Map<Rung, Long> climbs() {
    return Map.copyOf(climbs);
  }

  /**
   * Why this process cannot get the HSM back, so that another must try.
   *
   * @param patience for how long the HSM may be away
   * @return absent while it is there, while there is hope, and while nothing but another PIN helps
   */
  public synchronized Optional<String> hopeless(Instant now, Duration patience) {
    return away.filter(
            gone -> gone.fault() != Fault.PIN && now.isAfter(gone.since().plus(patience)))
        .map(gone ->
            "the HSM has been away since %s, longer than the %d s of token.give-up-seconds: %s"
                .formatted(gone.since(), patience.toSeconds(), gone.reason()));
  }

  synchronized void climbing(Rung rung) {
    climbs.merge(rung, 1L, Long::sum);
  }

  synchronized void failed(Instant now, HsmException failure) {
    Instant since = away.map(Away::since).orElse(now);
    away = Optional.of(new Away(since, failure.fault(), String.valueOf(failure.getMessage())));
    there = Optional.empty();
  }

  synchronized void there(Instant now) {
    away = Optional.empty();
    there = there.or(() -> Optional.of(now));
  }
}
