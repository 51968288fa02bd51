package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.model.TokenIdentity;
import io.keyferry.model.WrappingAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealingTokenTest {

  private static final Duration A_WHILE = Duration.ofHours(1);

  private final HsmStatus status = new HsmStatus();
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private Optional<Fault> lost = Optional.empty();
  private Optional<HsmException> refusal = Optional.empty();
  private int openings;
  private HealingToken token;

  /** Says what it is told to of itself. */
  private final class Lossy implements Token {

    @Override
    public TokenIdentity identity() {
      return new TokenIdentity("lossy", "1", "KeyFerry", "test", "1.0");
    }

    @Override
    public String proveAesKwp() {
      return "CKM_TEST";
    }

    @Override
    public String proveWrapping(WrappingAlgorithm algorithm) {
      return "CKM_TEST";
    }

    @Override
    public TokenSession openSession() throws HsmException {
      throw new HsmException(Fault.REFUSED, "asked");
    }

    @Override
    public Optional<Fault> lost() {
      return lost;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() {
    token =
        new HealingToken(
            new Lossy(),
            Path.of("/no/library.so"),
            this::again,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), new Random(1)),
            status,
            () -> now);
  }

  private Token again() throws HsmException {
    openings++;
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    lost = Optional.empty();
    return new Lossy();
  }

  /** Asks for a session, which reaches the token when all is well. */
  private String asked() {
    try {
      token.openSession().close();
      throw new AssertionError("the token has no sessions");
    } catch (HsmException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void nothingIsDoneWhileNothingIsLost() {
    assertThat(asked()).isEqualTo("asked");
    assertThat(openings).isZero();
    assertThat(status.climbs()).isEmpty();
  }

  @Test
  void aLostSessionCostsNoLogin() {
    lost = Optional.of(Fault.SESSION_LOST);

    assertThat(asked()).isEqualTo("asked");

    assertThat(openings).isZero();
    assertThat(status.climbs()).isEqualTo(Map.of(Rung.SESSION, 1L));
  }

  @Test
  void aLostLoginCostsOne() {
    lost = Optional.of(Fault.LOGIN_LOST);

    assertThat(asked()).isEqualTo("asked");
    assertThat(asked()).isEqualTo("asked");

    assertThat(openings).isEqualTo(1);
    assertThat(status.climbs()).isEqualTo(Map.of(Rung.LOGIN, 1L));
  }

  @Test
  void whatIsLostAgainSoonIsAnsweredByTheNextRung() {
    for (int i = 0; i < 3; i++) {
      lost = Optional.of(Fault.SESSION_LOST);
      asked();
    }
    assertThat(status.climbs())
        .isEqualTo(Map.of(Rung.SESSION, 1L, Rung.LOGIN, 1L, Rung.LIBRARY, 1L));

    now = now.plus(A_WHILE);
    lost = Optional.of(Fault.SESSION_LOST);
    asked();

    assertThat(status.climbs()).containsEntry(Rung.SESSION, 2L);
  }

  @Test
  void aLostHsmIsAnsweredByTheLibrarysRungAtOnce() {
    lost = Optional.of(Fault.HSM_LOST);
    asked();
    assertThat(status.climbs()).isEqualTo(Map.of(Rung.LIBRARY, 1L));
  }

  @Test
  void anHsmThatStaysAwayIsNotAskedWithoutARest() {
    lost = Optional.of(Fault.HSM_LOST);
    refusal = Optional.of(new HsmException(Fault.HSM_LOST, "still away"));

    assertThat(asked()).isEqualTo("still away");
    assertThat(asked()).isEqualTo("still away");
    assertThat(openings).isEqualTo(1);

    now = now.plusSeconds(1);
    refusal = Optional.empty();
    assertThat(asked()).isEqualTo("asked");
    assertThat(openings).isEqualTo(2);
  }

  @Test
  void aCallThatHangsIsWaitedFor() {
    lost = Optional.of(Fault.CALL_STUCK);
    assertThat(asked()).contains("has not returned yet");
    assertThat(openings).isZero();
  }

  @Test
  void isHopelessWhenAwayForTooLongAndNotBefore() {
    lost = Optional.of(Fault.HSM_LOST);
    refusal = Optional.of(new HsmException(Fault.HSM_LOST, "no route"));
    asked();

    assertThat(status.hopeless(now.plus(A_WHILE), A_WHILE)).isEmpty();
    assertThat(status.hopeless(now.plus(A_WHILE).plusSeconds(1), A_WHILE).orElseThrow())
        .contains("longer than the 3600 s of token.give-up-seconds: no route");
  }

  @Test
  void aWrongPinIsNoReasonToStartAnew() {
    lost = Optional.of(Fault.LOGIN_LOST);
    refusal = Optional.of(new HsmException(Fault.PIN, "wrong"));
    asked();
    assertThat(status.hopeless(now.plus(A_WHILE), Duration.ZERO)).isEmpty();
  }

  @Test
  void provingGoesTheSameWay() {
    lost = Optional.of(Fault.HSM_LOST);
    refusal = Optional.of(new HsmException(Fault.HSM_LOST, "away"));
    assertThatThrownBy(token::proveAesKwp).hasMessage("away");
  }
}
