package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.Token;
import io.keyferry.model.TokenIdentity;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the token answers. Asks on one thread of its own, as a client whose HSM is gone may not
 * return for minutes.
 */
@Singleton
public final class HsmProbe {

  private static final Logger LOG = LoggerFactory.getLogger(HsmProbe.class);
  private static final int PATIENCE_SECONDS = 5;

  /** The token itself sees to it that an HSM that is away is not asked too often. */
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(250);

  private final Token token;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("hsm-probe").factory());
  private final AtomicReference<Optional<String>> fault = new AtomicReference<>(Optional.empty());
  private CompletableFuture<Optional<String>> pending =
      CompletableFuture.completedFuture(Optional.empty());

  HsmProbe(Token token, InstantSource clock) {
    this.token = token;
    this.clock = clock;
  }

  public TokenIdentity identity() {
    return token.identity();
  }

  /**
   * Why the last job could not be worked; absent when it could, or when the token answers again.
   */
  public Optional<String> fault() {
    return fault.get();
  }

  /**
   * Opens a session and closes it.
   *
   * @return absent if the token answers, else what is wrong
   */
  public synchronized CompletableFuture<Optional<String>> ask() {
    if (pending.isDone()) {
      pending = CompletableFuture.supplyAsync(this::openAndClose, thread);
    }
    return pending
        .copy()
        .completeOnTimeout(
            Optional.of("the token has not answered for %d s".formatted(PATIENCE_SECONDS)),
            PATIENCE_SECONDS,
            TimeUnit.SECONDS);
  }

  void failed(String reason) {
    fault.set(Optional.of(reason));
  }

  void answered() {
    fault.set(Optional.empty());
  }

  /**
   * Waits until the token answers.
   *
   * @param atMost how long, with a pause before each question
   * @return false if the time is up, or the agent is about to end
   */
  boolean awaitAnswer(Duration atMost) {
    Instant end = clock.instant().plus(atMost);
    while (stopping.getCount() > 0 && clock.instant().isBefore(end)) {
      if (ask().join().isEmpty()) {
        answered();
        return true;
      }
      pause();
    }
    return false;
  }

  /** Nobody waits for the token any longer. */
  void stop() {
    stopping.countDown();
  }

  private void pause() {
    try {
      if (stopping.await(BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopped while waiting for the token");
      }
    } catch (InterruptedException e) {
      stopping.countDown();
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> openAndClose() {
    try {
      token.openSession().close();
      return Optional.empty();
    } catch (HsmException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @PreDestroy
  void close() {
    thread.shutdown();
  }
}
