package io.keyferry.agent.job;

import io.keyferry.agent.job.wrap.KeyWork;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyCheckValue;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last imports that this run answered. Earlier ones are in the audit log. */
@Singleton
public final class RecentImports {

  /**
   * An answered import.
   *
   * @param at when the result was sent, UTC
   */
  public record Answered(Instant at, ImportId importId, int attempt, KeyArn key, Answer answer) {}

  /** The answer. */
  public sealed interface Answer {

    /**
     * The key was wrapped.
     *
     * @param check absent if the token reports none
     */
    record Wrapped(Optional<KeyCheckValue> check) implements Answer {}

    /** The job was refused. */
    record Refused(FailureCode code, String reason) implements Answer {}
  }

  private static final int MAX_IMPORTS = 20;

  private final InstantSource clock;
  private final Deque<Answered> answered = new ArrayDeque<>();

  RecentImports(InstantSource clock) {
    this.clock = clock;
  }

  /** At most twenty, newest first. */
  public synchronized List<Answered> all() {
    return List.copyOf(answered);
  }

  synchronized void answered(WrapJob job, KeyWork.Done done) {
    if (answered.size() == MAX_IMPORTS) {
      answered.removeLast();
    }
    answered.addFirst(
        new Answered(clock.instant(), job.importId(), job.attempt(), job.keyArn(), answer(done)));
  }

  private static Answer answer(KeyWork.Done done) {
    return switch (done) {
      case KeyWork.Done.Wrapped wrapped ->
          new Answer.Wrapped(wrapped.key().hsmKey().proof().keyCheckValue());
      case KeyWork.Done.Refused refused ->
          new Answer.Refused(refused.failure().code(), refused.failure().reason());
    };
  }
}
