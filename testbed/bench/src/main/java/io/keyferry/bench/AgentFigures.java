package io.keyferry.bench;

import io.keyferry.local.demo.Median;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The measurements of an agent.
 *
 * @param imports measured in each round
 */
public record AgentFigures(int imports, List<Round> rounds) {

  private static final double GOAL = 0.9;
  private static final double MEBIBYTE = 1024.0 * 1024;

  /**
   * One round.
   *
   * @param ready from the start of the process to its first healthy answer
   * @param residentWhenReady bytes
   * @param residentAtTheEnd bytes
   * @param carried from the first job sent to the last result in the queue
   * @param raw the same number of wraps in a loop of the PKCS#11 calls
   */
  public record Round(
      Duration ready,
      long residentWhenReady,
      long residentAtTheEnd,
      Duration carried,
      Duration raw) {}

  public AgentFigures {
    rounds = List.copyOf(rounds);
  }

  /** The table of medians. */
  public String table() {
    double agent = wrapsPerSecond(Round::carried);
    double raw = wrapsPerSecond(Round::raw);
    return String.format(
        Locale.ROOT,
        """
        %d imports a round, medians of %d rounds
        start to ready        %8.0f ms
        memory when ready     %8.0f MiB
        memory at the end     %8.0f MiB
        agent                 %8.1f wraps/s
        raw PKCS#11 loop      %8.1f wraps/s
        agent / raw loop      %8.2f       goal: at least %.1f\
        """,
        imports,
        rounds.size(),
        median(Round::ready).toNanos() / 1e6,
        mebibytes(Round::residentWhenReady),
        mebibytes(Round::residentAtTheEnd),
        agent,
        raw,
        agent / raw,
        GOAL);
  }

  private double wrapsPerSecond(Function<Round, Duration> of) {
    return imports * 1e9 / median(of).toNanos();
  }

  private Duration median(Function<Round, Duration> of) {
    return Median.of(rounds.stream().map(of).toList());
  }

  private double mebibytes(Function<Round, Long> of) {
    return rounds.stream().map(of).sorted().toList().get(rounds.size() / 2) / MEBIBYTE;
  }
}
