package io.keyferry.agent.health;

import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.recovery.HsmState;
import io.keyferry.agent.job.JobLoop;
import io.keyferry.agent.job.JobTally;
import io.keyferry.agent.job.check.WorkSettings;
import io.micronaut.management.health.indicator.annotation.Liveness;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code loop}: DOWN if only a restart helps. An unreachable HSM or queue does not count: the agent
 * recovers from that.
 */
@Liveness
@Singleton
final class LoopHealth extends Indicator {

  /**
   * A long poll, the SDK's retries and the max pause after a failure take three minutes together.
   */
  private static final Duration MAX_TURN = Duration.ofMinutes(5);

  private final Supplier<Instant> turned;
  private final JobTally tally;
  private final int workers;
  private final Supplier<HsmState> hsm;
  private final AgentFacts agent;
  private final InstantSource clock;

  @Inject
  LoopHealth(
      JobLoop loop,
      JobTally tally,
      WorkSettings settings,
      HsmConnection hsm,
      AgentFacts agent,
      InstantSource clock) {
    this(loop::turned, tally, settings.concurrency(), hsm::state, agent, clock);
  }

  LoopHealth(
      Supplier<Instant> turned,
      JobTally tally,
      int workers,
      Supplier<HsmState> hsm,
      AgentFacts agent,
      InstantSource clock) {
    this.turned = turned;
    this.tally = tally;
    this.workers = workers;
    this.hsm = hsm;
    this.agent = agent;
    this.clock = clock;
  }

  Optional<String> fault() {
    return stuckCall().or(this::stuckLoop);
  }

  private Optional<String> stuckCall() {
    HsmState state = hsm.get();
    return state.kind() == HsmState.Kind.STUCK
            && clock.instant().isAfter(state.since().plus(agent.maxOutage()))
        ? Optional.of(
            "a call to the HSM has been stuck for longer than the %d s of token.max-outage-seconds, and the process has not ended: restart it"
                .formatted(agent.maxOutage().toSeconds()))
        : Optional.empty();
  }

  private Optional<String> stuckLoop() {
    // While every worker is busy, the loop waits for one of them, if necessary for hours.
    if (tally.inProgress() >= workers) {
      return Optional.empty();
    }
    Instant last = turned.get();
    Instant since = tally.changed().isAfter(last) ? tally.changed() : last;
    return clock.instant().isAfter(since.plus(MAX_TURN))
        ? Optional.of("the job loop has been stuck since %s: restart the agent".formatted(last))
        : Optional.empty();
  }

  @Override
  Reading read() {
    return fault()
        .map(why -> Reading.down("loop", why))
        .orElseGet(() -> Reading.up("loop", "polls for jobs"));
  }
}
