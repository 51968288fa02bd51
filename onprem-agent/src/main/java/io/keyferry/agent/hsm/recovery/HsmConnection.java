package io.keyferry.agent.hsm.recovery;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.AgentKeyIdentity;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of the connection to the HSM. It holds what the agent needs, the token and the
 * agent's own key in it, maintains the {@link HsmState state} that all others read, and recovers
 * the HSM on its own thread.
 *
 * <p>A failed job does not mean that the HSM is unreachable: {@link #examine} tests the HSM in a
 * separate session, and recovers it only if that fails, too. Other jobs keep their sessions until
 * the library is finalized.
 */
public final class HsmConnection implements AutoCloseable {

  /** Access to the token. */
  public interface Access {

    /** Opens the token, with one login if a login may be tried. */
    Token open() throws HsmException;

    /** Finalizes the library, so that {@link #open} initializes it again. */
    void finalizeLibrary() throws HsmException;

    /** Whether a call timed out and has not returned. */
    boolean hasStuckCall();
  }

  /**
   * The intervals of checks and attempts.
   *
   * @param pace the backoff between attempts to recover an unreachable HSM
   * @param idle how often an idle HSM is checked
   * @param stuck how often a stuck call is checked
   * @param key how often a missing agent key is searched for
   * @param login how often a login is considered after a PIN was refused
   */
  public record Times(Backoff pace, Duration idle, Duration stuck, Duration key, Duration login) {}

  private static final Logger LOG = LoggerFactory.getLogger(HsmConnection.class);

  /**
   * An HSM that fails again within this time is recovered after the first pause, not immediately.
   */
  private static final Duration SOON = Duration.ofMinutes(1);

  /** How long a running attempt may take to end. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  /** A library must be initialized again to see a token that was restored from elsewhere. */
  private static final Duration BETWEEN_LIBRARIES_FOR_A_KEY = Duration.ofMinutes(1);

  /** Signed by the agent's key to prove that the HSM works. No message starts like this. */
  private static final byte[] PROOF =
      Sha256.digest("keyferry: this HSM can answer".getBytes(StandardCharsets.US_ASCII));

  private final AgentKeyIdentity agentKey;
  private final Access access;
  private final Times times;
  private final InstantSource clock;

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("hsm").factory());

  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<RecoveryStep, Long> steps = new EnumMap<>(RecoveryStep.class);
  private volatile Token token;
  private volatile HsmState state;
  private boolean stopping;

  // Used only by the thread.
  private boolean firstAttempt;
  private Instant lastLibrary = Instant.EPOCH;

  /**
   * Creates a connection over an open token that has the agent's key.
   *
   * @param token opened by {@link Access#open}
   */
  public HsmConnection(
      Token token, AgentKeyIdentity agentKey, Access access, Times times, InstantSource clock) {
    this.token = token;
    this.agentKey = agentKey;
    this.access = access;
    this.times = times;
    this.clock = clock;
    this.state = HsmState.ready(clock.instant());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    long idle = times.idle().toMillis();
    var _ = thread.scheduleWithFixedDelay(this::look, idle, idle, TimeUnit.MILLISECONDS);
  }

  /** The current state. Makes no HSM call. */
  public HsmState state() {
    return state;
  }

  public TokenIdentity identity() {
    return token.identity();
  }

  public AgentKeyIdentity agentKey() {
    return agentKey;
  }

  /** How often each recovery step was attempted, successful or not. */
  public Map<RecoveryStep, Long> steps() {
    lock.lock();
    try {
      return Map.copyOf(steps);
    } finally {
      lock.unlock();
    }
  }

  /** The token for jobs: it opens sessions while the HSM is ready. */
  public Token token() {
    return new ReadyToken();
  }

  private final class ReadyToken implements Token {

    private Token ready() throws HsmException {
      Optional<HsmException> cause = state.cause();
      if (cause.isPresent()) {
        throw new HsmException(
            cause.get().fault(), String.valueOf(cause.get().getMessage()), cause.get());
      }
      return token;
    }

    @Override
    public TokenIdentity identity() {
      return token.identity();
    }

    @Override
    public String proveAesKwp() throws HsmException {
      return ready().proveAesKwp();
    }

    @Override
    public String proveWrapping(WrappingAlgorithm algorithm) throws HsmException {
      return ready().proveWrapping(algorithm);
    }

    @Override
    public TokenSession openSession() throws HsmException {
      return ready().openSession();
    }

    /** Does nothing: the connection owns the token. */
    @Override
    public void close() {}
  }

  /**
   * Checks the HSM after a job failed, and recovers it if necessary.
   *
   * @return the state afterwards: {@code READY} if the HSM works, so that the failure was the job's
   */
  public HsmState examine(HsmException failure) {
    HsmState now = state;
    if (!now.isReady() || failure.fault() == Fault.BUSY) {
      return now;
    }
    try {
      return thread
          .submit(() -> {
            check(this::prove);
            return state;
          })
          .get();
    } catch (RejectedExecutionException e) {
      return state;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return state;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the HSM could not be examined", e.getCause());
    }
  }

  /**
   * Waits until the HSM is ready.
   *
   * @return false if the time is up first, or if the connection is stopped
   */
  public boolean awaitReady(Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!state.isReady() && !stopping && left > 0) {
        left = changed.awaitNanos(left);
      }
      return state.isReady();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for this time, or until the connection is stopped. */
  public void pause(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!stopping && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting for the HSM, and its recovery. */
  public void stop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    stop();
    thread.shutdown();
    try {
      boolean _ = thread.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A stuck call would block this one and the end of the process.
    if (!access.hasStuckCall()) {
      token.close();
    }
  }

  // What follows runs on the thread.

  /** A check of a token. */
  private interface Question {
    void of(Token token) throws HsmException;
  }

  private void look() {
    try {
      check(this::find);
    } catch (RuntimeException e) {
      LOG.error("The HSM could not be checked: internal error", e);
    }
  }

  private void find(Token asked) throws HsmException {
    try (TokenSession session = asked.openSession()) {
      AgentKey _ = agentKey.in(session);
    }
  }

  private void prove(Token asked) throws HsmException {
    try (TokenSession session = asked.openSession()) {
      byte[] _ = session.agentKeys().sign(agentKey.in(session), PROOF);
    }
  }

  /** The failure of the check. A busy token counts as working. */
  private Optional<HsmException> failure(Question question) {
    try {
      question.of(token);
      return Optional.empty();
    } catch (HsmException e) {
      return Optional.of(e).filter(why -> why.fault() != Fault.BUSY);
    }
  }

  private void check(Question question) {
    HsmState before = state;
    if (!before.isReady()) {
      return;
    }
    Optional<HsmException> failure = failure(question);
    if (failure.isPresent()) {
      boolean soon = clock.instant().isBefore(before.since().plus(SOON));
      times.pace().afterSuccess();
      firstAttempt = true;
      become(before.failed(failure.get(), clock.instant()));
      again(soon ? times.pace().afterFailure() : Duration.ZERO);
    }
  }

  private void recover() {
    HsmState before = state;
    if (before.isReady() || isStopping()) {
      return;
    }
    Optional<HsmException> failure;
    try {
      failure = attempt(before);
    } catch (RuntimeException e) {
      // Whatever the error is, recovery must go on.
      LOG.error("The HSM could not be recovered: internal error", e);
      failure = Optional.of(new HsmException(Fault.HSM_LOST, e.toString(), e));
    }
    if (failure.isEmpty()) {
      become(HsmState.ready(clock.instant()));
    } else {
      HsmState after = before.failed(failure.get(), clock.instant());
      become(after);
      again(pause(after.kind()));
    }
  }

  private Optional<HsmException> attempt(HsmState before) {
    Optional<RecoveryStep> step = step(before);
    firstAttempt = false;
    try {
      if (step.isPresent()) {
        take(step.get());
      }
      return failure(this::prove);
    } catch (HsmException e) {
      return Optional.of(e);
    }
  }

  private Duration pause(HsmState.Kind kind) {
    return switch (kind) {
      case READY -> Duration.ZERO;
      case UNREACHABLE -> times.pace().afterFailure();
      case STUCK -> times.stuck();
      case KEY_UNUSABLE -> times.key();
      case LOGIN_REFUSED -> times.login();
    };
  }

  /** The smallest step that can work; absent if a check is enough. */
  private Optional<RecoveryStep> step(HsmState now) {
    return switch (now.kind()) {
      case READY -> Optional.empty();
      case LOGIN_REFUSED -> Optional.of(RecoveryStep.LOGIN);
      case STUCK -> Optional.of(RecoveryStep.LIBRARY);
      case KEY_UNUSABLE ->
          now.isBy(Fault.AGENT_KEY_MISSING)
                  && !clock.instant().isBefore(lastLibrary.plus(BETWEEN_LIBRARIES_FOR_A_KEY))
              ? Optional.of(RecoveryStep.LIBRARY)
              : Optional.empty();
      case UNREACHABLE ->
          firstAttempt && (now.isBy(Fault.LOGIN_LOST) || now.isBy(Fault.SESSION_LOST))
              ? Optional.of(RecoveryStep.LOGIN)
              : Optional.of(RecoveryStep.LIBRARY);
    };
  }

  private void take(RecoveryStep step) throws HsmException {
    Token old = token;
    if (step == RecoveryStep.LIBRARY) {
      lastLibrary = clock.instant();
      if (access.hasStuckCall()) {
        throw new HsmException(
            Fault.CALL_STUCK,
            "a call to the HSM has not returned, and nothing can end it: check the network and the HSM");
      }
      count(step);
      // This ends every session at once; closing each would call an unreachable HSM.
      access.finalizeLibrary();
      token = access.open();
    } else {
      count(step);
      token = access.open();
      old.close();
    }
  }

  private void count(RecoveryStep step) {
    lock.lock();
    try {
      steps.merge(step, 1L, Long::sum);
    } finally {
      lock.unlock();
    }
  }

  private void become(HsmState next) {
    HsmState before = state;
    lock.lock();
    try {
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (next.isReady()) {
      LOG.info("The HSM is ready again, after {}", Duration.between(before.since(), next.since()));
    } else if (before.kind() != next.kind() || !before.reason().equals(next.reason())) {
      LOG.warn("The HSM is unusable ({}): {}", next.kind(), next.reason().orElse(""));
    }
  }

  private void again(Duration pause) {
    if (!thread.isShutdown()) {
      var _ = thread.schedule(this::recover, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
