package io.keyferry.agent.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.CallObserver;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sun.security.pkcs11.wrapper.PKCS11Exception;

@Timeout(60)
class NativeCallsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final CountDownLatch mayReturn = new CountDownLatch(1);

  @AfterEach
  void release() {
    mayReturn.countDown();
  }

  private boolean hang() {
    try {
      mayReturn.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void returnsTheResultOfTheCall() throws Exception {
    assertThat(new NativeCalls(LONG).run("C_GetInfo", () -> 7)).isEqualTo(7);
  }

  @Test
  void reportsEachCallByItsFunctionWhetherItSucceededOrNot() throws Exception {
    List<String> reported = new ArrayList<>();
    NativeCalls.observe(
        (function, took, succeeded) -> reported.add(function + (succeeded ? " ok" : " failed")));
    try {
      NativeCalls calls = new NativeCalls(LONG);
      calls.run("C_GetInfo", () -> 7);
      HsmException refusal = HsmFaults.of(Fault.REFUSED, "no");
      assertThatThrownBy(() ->
              calls.run(
                  "C_WrapKey with CKM",
                  () -> {
                    throw refusal;
                  }))
          .isSameAs(refusal);
      assertThat(reported).containsExactly("C_GetInfo ok", "C_WrapKey failed");
    } finally {
      NativeCalls.observe(CallObserver.NONE);
    }
  }

  @Test
  void abandonsACallThatDoesNotReturnAndTracksItUntilItDoes() throws Exception {
    NativeCalls calls = new NativeCalls(Duration.ofMillis(50));

    assertThatThrownBy(() -> calls.run("C_WrapKey with CKM", this::hang))
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALL_STUCK))
        .hasMessageContaining("C_WrapKey with CKM has not returned within 0 s")
        .hasMessageContaining("so its outcome is unknown");
    assertThat(calls.anyStuck()).isTrue();

    mayReturn.countDown();
    Await.until(() -> !calls.anyStuck(), "the call to be forgotten");
  }

  @Test
  void callThatWasNotStartedInTimeIsNeverStarted() throws Exception {
    NativeCalls calls = new NativeCalls(Duration.ofMillis(50));
    List<FutureTask<Fault>> callers = new ArrayList<>();
    for (int i = 0; i < NativeCalls.THREADS; i++) {
      FutureTask<Fault> caller = new FutureTask<>(() -> faultOf(calls));
      callers.add(caller);
      Thread.startVirtualThread(caller);
    }
    for (FutureTask<Fault> caller : callers) {
      assertThat(caller.get()).isEqualTo(Fault.CALL_STUCK);
    }
    AtomicBoolean done = new AtomicBoolean();

    assertThatThrownBy(() -> calls.run("C_DestroyObject", () -> done.getAndSet(true)))
        .hasMessageContaining("did not start within 0 s, because 24 other calls have not returned");

    mayReturn.countDown();
    // Queued behind the call that timed out.
    calls.run("C_GetInfo", () -> true);
    assertThat(done).isFalse();
  }

  private Fault faultOf(NativeCalls calls) throws PKCS11Exception {
    try {
      calls.run("C_FindObjects", this::hang);
      throw new AssertionError("expected the call to be given up on");
    } catch (HsmException e) {
      return e.fault();
    }
  }

  @Test
  void theOutcomeOfAnAbandonedCallIsReported() throws Exception {
    NativeCalls calls = new NativeCalls(Duration.ofMillis(50));
    CompletableFuture<Optional<HsmException>> ended = new CompletableFuture<>();
    try {
      calls.run(
          "C_GetInfo",
          () -> {
            hang();
            throw new PKCS11Exception(0xA0, "");
          });
    } catch (StuckCallException e) {
      e.whenEnded(ended::complete);
    }
    assertThat(ended).isNotDone();
    mayReturn.countDown();

    assertThat(ended.get().orElseThrow())
        .returns(Fault.PIN, HsmException::fault)
        .hasMessageContaining("C_GetInfo: CKR_PIN_INCORRECT");
  }

  @Test
  void interruptDoesNotLoseTheOutcome() throws Exception {
    NativeCalls calls = new NativeCalls(LONG);
    CountDownLatch begun = new CountDownLatch(1);
    FutureTask<Boolean> outcome =
        new FutureTask<>(() -> {
          boolean given =
              calls.run(
                  "C_GenerateKey",
                  () -> {
                    begun.countDown();
                    return hang();
                  });
          return given && Thread.currentThread().isInterrupted();
        });
    Thread caller = Thread.ofPlatform().start(outcome);
    begun.await();

    caller.interrupt();
    mayReturn.countDown();

    assertThat(outcome.get()).isTrue();
  }
}
