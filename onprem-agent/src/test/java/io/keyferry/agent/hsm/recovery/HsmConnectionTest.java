package io.keyferry.agent.hsm.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.keyferry.agent.hsm.AgentKeyIdentity;
import io.keyferry.agent.hsm.HsmConnections;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.StagedToken;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.recovery.HsmState.Kind;
import io.keyferry.agent.hsm.testing.Await;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.slf4j.LoggerFactory;

/** The states of the HSM and the transitions between them. */
@Timeout(60)
class HsmConnectionTest {

  private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicReference<Optional<HsmException>> opening =
      new AtomicReference<>(Optional.empty());
  private final AtomicInteger openings = new AtomicInteger();
  private final AtomicInteger finalizations = new AtomicInteger();
  private final AtomicReference<Boolean> stuck = new AtomicReference<>(false);
  private final AtomicReference<Optional<Thread>> recovering =
      new AtomicReference<>(Optional.empty());

  @TempDir private Path folder;
  private StagedToken token;
  private HsmConnection hsm;

  @BeforeEach
  void connect() {
    token = new StagedToken(folder.resolve("token"));
    hsm = connection(Duration.ofDays(1));
  }

  /** As the test set it up. */
  private final class StagedAccess implements HsmConnection.Access {

    @Override
    public Token open() throws HsmException {
      recovering.set(Optional.of(Thread.currentThread()));
      openings.incrementAndGet();
      if (opening.get().isPresent()) {
        throw opening.get().get();
      }
      return token;
    }

    @Override
    public void finalizeLibrary() {
      finalizations.incrementAndGet();
    }

    @Override
    public boolean hasStuckCall() {
      return stuck.get();
    }
  }

  private HsmConnection connection(Duration idle) {
    return HsmConnections.over(token, token.agentKey().key(), new StagedAccess(), idle, now::get);
  }

  /** Connects again, and recovers at this pace. */
  private void reconnect(Duration first, Duration max, RandomGenerator random) {
    hsm.close();
    hsm =
        HsmConnections.over(
            token,
            token.agentKey().key(),
            new StagedAccess(),
            new Backoff(first, max, random),
            now::get);
  }

  @AfterEach
  void close() {
    hsm.close();
  }

  private static HsmException failure(Fault fault) {
    return new HsmException(fault, "by " + fault);
  }

  private HsmState examine(Fault fault) {
    return hsm.examine(failure(fault));
  }

  /** Waits for a state that the connection's own thread brings about. */
  private void await(Kind kind) {
    Await.until(() -> hsm.state().kind() == kind, "the state " + kind);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void jobThatFailsOnAWorkingHsmChangesNothing(Fault fault) {
    assertThat(examine(fault).isReady()).isTrue();

    assertThat(openings).hasValue(0);
    assertThat(hsm.steps()).isEmpty();
  }

  @Test
  void lostLoginCostsOneLoginAndNoSessionOfOthers() throws Exception {
    token.failOnce("openSession", failure(Fault.LOGIN_LOST));

    assertThat(examine(Fault.LOGIN_LOST).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(hsm.awaitReady(LONG)).isTrue();

    assertThat(hsm.steps()).isEqualTo(Map.of(RecoveryStep.LOGIN, 1L));
    assertThat(finalizations).hasValue(0);
  }

  @Test
  void sessionOfTheLostLoginIsClosed() {
    token.failOnce("openSession", failure(Fault.LOGIN_LOST));

    examine(Fault.LOGIN_LOST);
    assertThat(hsm.awaitReady(LONG)).isTrue();

    assertThat(token.calls()).containsOnlyOnce("logout");
  }

  @Test
  void loginThatDoesNotHelpIsFollowedByAReinitialization() {
    token.failOnce("openSession", failure(Fault.LOGIN_LOST));
    token.fail("sign", failure(Fault.LOGIN_LOST));
    examine(Fault.LOGIN_LOST);
    Await.until(() -> finalizations.get() > 0, "a finalization");
    token.clearFaults();

    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(hsm.steps()).containsEntry(RecoveryStep.LOGIN, 1L);
  }

  @Test
  void anUnreachableHsmCostsOneFinalizationAndOneLogin() {
    token.failOnce("openSession", failure(Fault.HSM_LOST));

    examine(Fault.HSM_LOST);
    assertThat(hsm.awaitReady(LONG)).isTrue();

    assertThat(finalizations).hasValue(1);
    assertThat(openings).hasValue(1);
    assertThat(hsm.steps()).isEqualTo(Map.of(RecoveryStep.LIBRARY, 1L));
  }

  @Test
  void unreachableHsmIsRetriedUntilItIsBack() {
    token.failOnce("openSession", failure(Fault.HSM_LOST));
    opening.set(Optional.of(failure(Fault.HSM_LOST)));
    examine(Fault.HSM_LOST);
    Await.until(() -> openings.get() >= 5, "five attempts");
    assertThat(hsm.state().reason()).contains("by HSM_LOST");
    assertThat(hsm.state().since()).isEqualTo(START);
    opening.set(Optional.empty());

    assertThat(hsm.awaitReady(LONG)).isTrue();
  }

  @Test
  void tokenThatIsNotReadyIsNotHandedOut() {
    token.failOnce("openSession", failure(Fault.HSM_LOST));
    opening.set(Optional.of(failure(Fault.HSM_LOST)));
    examine(Fault.HSM_LOST);
    long asked = token.calls().size();

    assertThatThrownBy(() -> hsm.token().openSession())
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.fault()).isEqualTo(Fault.HSM_LOST));
    assertThatThrownBy(() -> hsm.token().proveAesKwp()).hasMessage("by HSM_LOST");
    assertThat(token.calls()).hasSize((int) asked);
  }

  @Test
  void nothingIsFinalizedOrInitializedDuringACallThatHasNotReturned() {
    stuck.set(true);
    token.fail("openSession", failure(Fault.CALL_STUCK));

    assertThat(examine(Fault.CALL_STUCK).kind()).isEqualTo(Kind.STUCK);
    await(Kind.STUCK);
    assertThat(finalizations).hasValue(0);
    assertThat(openings).hasValue(0);

    token.clearFaults();
    stuck.set(false);
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(finalizations).hasValue(1);
  }

  @Test
  void oneStuckCallOnAWorkingHsmTriggersNoRecovery() {
    stuck.set(true);
    assertThat(examine(Fault.CALL_STUCK).isReady()).isTrue();
    assertThat(hsm.steps()).isEmpty();
  }

  @Test
  void refusedPinTriggersNoReinitializationAndNoRestart() {
    token.failOnce("openSession", failure(Fault.LOGIN_LOST));
    opening.set(Optional.of(failure(Fault.PIN)));
    examine(Fault.LOGIN_LOST);
    await(Kind.LOGIN_REFUSED);
    now.set(START.plus(Duration.ofHours(1)));

    assertThat(hsm.state().unrecoverable(now.get(), LONG)).isEmpty();
    opening.set(Optional.empty());
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(finalizations).hasValue(0);
  }

  @Test
  void waitsUntilASecondAgentKeyIsRemoved() {
    token.fail("findAgentKey", failure(Fault.AGENT_KEY_UNUSABLE));
    assertThat(examine(Fault.AGENT_KEY_UNUSABLE).kind()).isEqualTo(Kind.KEY_UNUSABLE);
    assertThat(hsm.state().reason()).contains("by AGENT_KEY_UNUSABLE");

    token.clearFaults();

    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(hsm.steps()).isEmpty();
  }

  @Test
  void tokenWithoutTheAgentKeyIsReopenedAtOnceAndThenOnceAMinute() throws Exception {
    token.unenrol();
    examine(Fault.AGENT_KEY_MISSING);
    Await.until(
        () -> token.calls().stream().filter("findAgentKey"::equals).count() >= 10, "ten probes");
    assertThat(finalizations).hasValue(1);
    assertThat(hsm.state().reason().orElseThrow()).contains("found none", "keyferry-agent enrol");

    now.set(START.plus(LONG));
    Await.until(() -> finalizations.get() >= 2, "a second finalization");
    token.enrol();
    assertThat(hsm.awaitReady(LONG)).isTrue();
  }

  @Test
  void anotherKeyUnderTheLabelIsNotTheAgents() throws Exception {
    token.enrolAnother();
    assertThat(examine(Fault.AGENT_KEY_UNUSABLE).kind()).isEqualTo(Kind.KEY_UNUSABLE);
    assertThat(hsm.state().reason().orElseThrow()).contains("found another one");
  }

  @Test
  void busyHsmCountsAsWorking() {
    token.fail("openSession", failure(Fault.BUSY));
    assertThat(examine(Fault.HSM_LOST).isReady()).isTrue();
  }

  @Test
  void hsmThatCannotSignIsNotReadyAlthoughItAnswers() {
    token.fail("sign", failure(Fault.HSM_LOST));
    assertThat(examine(Fault.HSM_LOST).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void idleAgentDetectsAnOutageByItself() {
    hsm.close();
    hsm = connection(Duration.ofMillis(1));
    opening.set(Optional.of(failure(Fault.HSM_LOST)));
    token.failOnce("openSession", failure(Fault.HSM_LOST));

    await(Kind.UNREACHABLE);
    assertThat(token.calls()).doesNotContain("sign");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"HSM_LOST", "CALL_STUCK"})
  void isHopelessAfterTheMaxOutageAndNotBefore(Fault fault) {
    HsmState state = HsmConnections.failed(START, failure(fault));
    assertThat(state.unrecoverable(START.plus(LONG), LONG)).isEmpty();
    assertThat(state.unrecoverable(START.plus(LONG).plusMillis(1), LONG).orElseThrow())
        .contains("longer than the 60 s of token.max-outage-seconds: by " + fault);
  }

  @Test
  void outageContinuesFromAStuckCallToAnUnreachableHsmAndRestartsAfterAnotherState() {
    HsmState stuck = HsmConnections.failed(START, failure(Fault.CALL_STUCK));
    Instant later = START.plus(LONG);
    HsmState unreachable = stuck.failed(failure(Fault.HSM_LOST), later);
    assertThat(unreachable.since()).isEqualTo(START);
    HsmState refused = unreachable.failed(failure(Fault.PIN), later);
    assertThat(refused.since()).isEqualTo(later);
    assertThat(refused.failed(failure(Fault.HSM_LOST), later.plus(LONG)).since())
        .isEqualTo(later.plus(LONG));
  }

  @Test
  void aFaultOfTheAgentDoesNotEndTheRecovery() {
    token.failOnce("openSession", failure(Fault.HSM_LOST));
    AtomicReference<Boolean> broken = new AtomicReference<>(true);
    hsm.close();
    hsm =
        HsmConnections.over(
            token,
            token.agentKey().key(),
            new HsmConnection.Access() {
              @Override
              public Token open() {
                return token;
              }

              @Override
              public void finalizeLibrary() {
                if (broken.getAndSet(false)) {
                  throw new IllegalStateException("a fault");
                }
              }

              @Override
              public boolean hasStuckCall() {
                return false;
              }
            },
            now::get);
    examine(Fault.HSM_LOST);
    assertThat(hsm.awaitReady(LONG)).isTrue();
  }

  @Test
  void theStepsOfAllOutagesAreCounted() {
    for (long outage = 1; outage <= 2; outage++) {
      token.failOnce("openSession", failure(Fault.HSM_LOST));
      examine(Fault.HSM_LOST);
      assertThat(hsm.awaitReady(LONG)).isTrue();
      assertThat(hsm.steps()).isEqualTo(Map.of(RecoveryStep.LIBRARY, outage));
    }
  }

  @Test
  void anHsmThatFailsAfterALongTimeIsRecoveredAtOnce() {
    reconnect(Duration.ofDays(1), Duration.ofDays(1), new Random(1));
    now.set(START.plus(LONG));
    token.failOnce("openSession", failure(Fault.HSM_LOST));

    examine(Fault.HSM_LOST);

    assertThat(hsm.awaitReady(LONG)).isTrue();
  }

  @Test
  void anHsmThatFailsAgainSoonIsTriedAfterTheFirstPauseHoweverLongThePausesWereBefore() {
    List<Long> pauses = Collections.synchronizedList(new ArrayList<>());
    reconnect(
        Duration.ofMillis(2),
        Duration.ofDays(1),
        new Random(1) {
          private static final long serialVersionUID = 1L;

          @Override
          public long nextLong(long bound) {
            pauses.add(2 * (bound - 1));
            return 0;
          }
        });
    now.set(START.plus(LONG));
    token.failOnce("openSession", failure(Fault.HSM_LOST));
    opening.set(Optional.of(failure(Fault.HSM_LOST)));
    examine(Fault.HSM_LOST);
    Await.until(() -> pauses.size() >= 4, "four pauses");
    opening.set(Optional.empty());
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(pauses).startsWith(2L, 4L, 8L, 16L);
    pauses.clear();

    token.failOnce("openSession", failure(Fault.HSM_LOST));
    examine(Fault.HSM_LOST);
    assertThat(hsm.awaitReady(LONG)).isTrue();

    assertThat(pauses).containsExactly(2L);
  }

  @Test
  void theLogReportsEachReasonOnceAndThenTheRecovery() {
    Logger logger = (Logger) LoggerFactory.getLogger(HsmConnection.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      token.failOnce("openSession", failure(Fault.HSM_LOST));
      opening.set(Optional.of(failure(Fault.HSM_LOST)));
      examine(Fault.HSM_LOST);
      Await.until(() -> openings.get() >= 3, "three attempts");
      opening.set(Optional.of(failure(Fault.SESSION_LOST)));
      int before = openings.get();
      Await.until(() -> openings.get() >= before + 3, "three attempts");
      now.set(START.plus(LONG));
      opening.set(Optional.empty());
      assertThat(hsm.awaitReady(LONG)).isTrue();
      hsm.close();
    } finally {
      logger.detachAppender(lines);
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::toString)
        .containsExactly(
            "[WARN] The HSM is unusable (UNREACHABLE): by HSM_LOST",
            "[WARN] The HSM is unusable (UNREACHABLE): by SESSION_LOST",
            "[INFO] The HSM is ready again, after PT1M");
  }

  @Test
  void tokenAndAgentIdentityAreKnownWhileTheHsmIsUnreachable() {
    token.fail("openSession", failure(Fault.HSM_LOST));
    opening.set(Optional.of(failure(Fault.HSM_LOST)));
    examine(Fault.HSM_LOST);

    assertThat(hsm.identity()).isEqualTo(token.identity());
    assertThat(hsm.token().identity()).isEqualTo(token.identity());
    assertThat(hsm.agentKey())
        .isEqualTo(new AgentKeyIdentity("keyferry-agent", token.agentKey().key()));
  }

  @Test
  void theProofsOfAReadyTokenNameItsMechanisms() throws Exception {
    assertThat(hsm.token().proveAesKwp()).isEqualTo("CKM_AES_KEY_WRAP_KWP (0x210b)");
    assertThat(hsm.token().proveWrapping(WrappingAlgorithm.RSAES_OAEP_SHA_256))
        .startsWith("CKM_RSA_PKCS_OAEP");
  }

  /** Makes the HSM unreachable, with the next recovery attempt in half a day or more. */
  private void loseForLong() {
    reconnect(Duration.ofDays(1), Duration.ofDays(1), new Random(1));
    now.set(START.plus(LONG));
    token.failOnce("openSession", failure(Fault.HSM_LOST));
    opening.set(Optional.of(failure(Fault.HSM_LOST)));
    examine(Fault.HSM_LOST);
    Await.until(
        () ->
            recovering
                .get()
                .map(Thread::getState)
                .filter(Thread.State.TIMED_WAITING::equals)
                .isPresent(),
        "the pause after the first attempt");
  }

  private static Thread waiting(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().start(work);
    Await.until(
        () ->
            switch (thread.getState()) {
              case WAITING, TIMED_WAITING, TERMINATED -> true;
              case NEW, RUNNABLE, BLOCKED -> false;
            },
        "a thread that waits");
    assertThat(thread.isAlive()).as("the thread waits").isTrue();
    return thread;
  }

  private static void assertEnds(Thread thread) throws InterruptedException {
    assertThat(thread.join(LONG)).as("the thread has ended").isTrue();
  }

  @Test
  void aPauseEndsWithTheStop() throws Exception {
    Thread pausing = waiting(() -> hsm.pause(Duration.ofDays(1)));

    hsm.stop();

    assertEnds(pausing);
    hsm.pause(Duration.ofDays(1));
    assertThat(hsm.isStopping()).isTrue();
  }

  @Test
  void closeReleasesEveryWaitingThread() throws Exception {
    loseForLong();
    AtomicReference<Boolean> ready = new AtomicReference<>(true);
    Thread waiter = waiting(() -> ready.set(hsm.awaitReady(Duration.ofDays(1))));

    hsm.close();

    assertEnds(waiter);
    assertThat(ready).hasValue(false);
  }

  @Test
  void interruptedThreadStopsWaitingAndStaysInterrupted() {
    loseForLong();

    Thread.currentThread().interrupt();
    hsm.pause(Duration.ofDays(1));
    assertThat(Thread.interrupted()).isTrue();

    Thread.currentThread().interrupt();
    assertThat(hsm.awaitReady(Duration.ofDays(1))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closeEndsTheRecoveryDuringALongPause() throws Exception {
    loseForLong();

    hsm.close();

    assertEnds(recovering.get().orElseThrow());
    assertThat(openings).hasValue(1);
  }

  @Test
  void theCloseLogsOut() {
    hsm.close();
    assertThat(token.calls()).containsExactly("logout");
  }

  @Test
  void closeMakesNoCallToAnHsmWithACallThatHasNotReturned() {
    stuck.set(true);
    hsm.close();
    assertThat(token.calls()).isEmpty();
  }

  /** A thread that requests an examination, and the resulting state. */
  private record Examiner(Thread thread, AtomicReference<Optional<HsmState>> got) {

    HsmState state() throws InterruptedException {
      assertEnds(thread);
      return got.get().orElseThrow();
    }
  }

  private Examiner examiner() {
    AtomicReference<Optional<HsmState>> got = new AtomicReference<>(Optional.empty());
    return new Examiner(waiting(() -> got.set(Optional.of(examine(Fault.HSM_LOST)))), got);
  }

  /** An examination whose call to the HSM does not return until the token's faults are cleared. */
  private Examiner heldExaminer() {
    token.hold("openSession");
    Examiner examiner = examiner();
    Await.until(() -> token.calls().contains("openSession"), "the call");
    return examiner;
  }

  /** Waits for the connection's thread only as long as an interrupted caller does. */
  private void closeInterrupted() {
    Thread.currentThread().interrupt();
    hsm.close();
    assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
  }

  @Test
  void threadInterruptedDuringAnExaminationGetsTheKnownState() throws Exception {
    Examiner first = heldExaminer();

    Thread.currentThread().interrupt();
    HsmState state = examine(Fault.HSM_LOST);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(state.isReady()).isTrue();
    token.clearFaults();
    assertThat(first.state().isReady()).isTrue();
  }

  @Test
  void interruptedCloseStillLogsOut() throws Exception {
    Examiner examiner = heldExaminer();

    closeInterrupted();

    assertThat(token.calls()).containsExactly("openSession", "logout");
    token.clearFaults();
    assertThat(examiner.state().isReady()).isTrue();
  }

  @Test
  void nothingIsExaminedAfterTheClose() {
    hsm.close();
    assertThat(examine(Fault.HSM_LOST).isReady()).isTrue();
    assertThat(token.calls()).containsExactly("logout");
  }

  @Test
  void examinationThatFailsAfterTheCloseReturnsTheFailureAndRecoversNothing() throws Exception {
    token.failOnce("openSession", failure(Fault.HSM_LOST));
    Examiner examiner = heldExaminer();

    closeInterrupted();
    token.clearFaults();

    assertThat(examiner.state().kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(openings).hasValue(0);
  }

  @Test
  void nothingWaitsOrIsRecoveredAfterTheStop() {
    token.failOnce("openSession", failure(Fault.HSM_LOST));
    opening.set(Optional.of(failure(Fault.HSM_LOST)));
    examine(Fault.HSM_LOST);
    hsm.stop();

    assertThat(hsm.awaitReady(LONG)).isFalse();
    hsm.close();
    assertThat(examine(Fault.HSM_LOST).isReady()).isFalse();
  }
}
