package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmState.Kind;
import io.keyferry.agent.hsm.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The states of the HSM and what leads from one to another. */
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

  @TempDir private Path folder;
  private StagedToken token;
  private HsmConnection hsm;

  @BeforeEach
  void connect() {
    token = new StagedToken(folder.resolve("token"));
    hsm = connection(Duration.ofDays(1));
  }

  private HsmConnection connection(Duration idle) {
    return HsmConnections.over(
        token,
        token.agentKey().key(),
        new HsmConnection.Access() {
          @Override
          public Token open() throws HsmException {
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
        },
        idle,
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
  void aJobThatFailsWhileTheHsmWorksChangesNothing(Fault fault) {
    assertThat(examine(fault).isReady()).isTrue();

    assertThat(openings).hasValue(0);
    assertThat(hsm.steps()).isEmpty();
  }

  @Test
  void aLostLoginCostsOneLoginAndNoSessionOfOthers() throws Exception {
    token.failOnce("openSession", failure(Fault.LOGIN_LOST));

    assertThat(examine(Fault.LOGIN_LOST).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(hsm.awaitReady(LONG)).isTrue();

    assertThat(hsm.steps()).isEqualTo(Map.of(RecoveryStep.LOGIN, 1L));
    assertThat(finalizations).hasValue(0);
  }

  @Test
  void aLoginThatDoesNotHelpIsFollowedByTheLibrary() {
    token.failOnce("openSession", failure(Fault.LOGIN_LOST));
    token.fail("sign", failure(Fault.LOGIN_LOST));
    examine(Fault.LOGIN_LOST);
    Await.until(() -> finalizations.get() > 0, "a finalization");
    token.heal();

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
  void anHsmThatStaysUnreachableIsTriedUntilItIsBack() {
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
  void nobodyIsLetToATokenThatIsNotReady() {
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
  void nothingIsFinalizedOrInitializedBesideACallThatHasNotReturned() {
    stuck.set(true);
    token.fail("openSession", failure(Fault.CALL_STUCK));

    assertThat(examine(Fault.CALL_STUCK).kind()).isEqualTo(Kind.STUCK);
    await(Kind.STUCK);
    assertThat(finalizations).hasValue(0);
    assertThat(openings).hasValue(0);

    token.heal();
    stuck.set(false);
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(finalizations).hasValue(1);
  }

  @Test
  void oneStuckCallWhileTheRestWorksIsNoReasonToRecoverAnything() {
    stuck.set(true);
    assertThat(examine(Fault.CALL_STUCK).isReady()).isTrue();
    assertThat(hsm.steps()).isEmpty();
  }

  @Test
  void aRefusedPinIsNotAnsweredByTheLibraryAndIsNoReasonToStartAnew() {
    token.failOnce("openSession", failure(Fault.LOGIN_LOST));
    opening.set(Optional.of(failure(Fault.PIN)));
    examine(Fault.LOGIN_LOST);
    await(Kind.LOGIN_REFUSED);
    now.set(START.plus(Duration.ofHours(1)));

    assertThat(hsm.state().hopeless(now.get(), LONG)).isEmpty();
    opening.set(Optional.empty());
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(finalizations).hasValue(0);
  }

  @Test
  void aSecondAgentKeyIsWaitedOut() {
    token.fail("findAgentKey", failure(Fault.AGENT_KEY_UNUSABLE));
    assertThat(examine(Fault.AGENT_KEY_UNUSABLE).kind()).isEqualTo(Kind.KEY_UNUSABLE);
    assertThat(hsm.state().reason()).contains("by AGENT_KEY_UNUSABLE");

    token.heal();

    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(hsm.steps()).isEmpty();
  }

  @Test
  void aTokenThatHasLostTheAgentKeyIsOpenedAnewAtOnceAndThenOnceAMinute() throws Exception {
    token.unenrol();
    examine(Fault.AGENT_KEY_MISSING);
    Await.until(
        () -> token.calls().stream().filter("findAgentKey"::equals).count() >= 10, "ten looks");
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
  void aBusyHsmWorks() {
    token.fail("openSession", failure(Fault.BUSY));
    assertThat(examine(Fault.HSM_LOST).isReady()).isTrue();
  }

  @Test
  void anHsmThatCannotSignIsNotReadyThoughItAnswers() {
    token.fail("sign", failure(Fault.HSM_LOST));
    assertThat(examine(Fault.HSM_LOST).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void anIdleAgentFindsOutByItself() {
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
  void isHopelessWhenUnreachableForTooLongAndNotBefore(Fault fault) {
    HsmState state = HsmConnections.failed(START, failure(fault));
    assertThat(state.hopeless(START.plus(LONG), LONG)).isEmpty();
    assertThat(state.hopeless(START.plus(LONG).plusMillis(1), LONG).orElseThrow())
        .contains("longer than the 60 s of token.give-up-seconds: by " + fault);
  }

  @Test
  void theTimeOfAnOutageGoesOnFromAStuckCallToAnUnreachableHsmAndBeginsAnewAfterAnotherState() {
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
  void nobodyWaitsAndNothingIsRecoveredAfterTheStop() {
    token.failOnce("openSession", failure(Fault.HSM_LOST));
    opening.set(Optional.of(failure(Fault.HSM_LOST)));
    examine(Fault.HSM_LOST);
    hsm.stop();

    assertThat(hsm.awaitReady(LONG)).isFalse();
    hsm.close();
    assertThat(examine(Fault.HSM_LOST).isReady()).isFalse();
  }
}
