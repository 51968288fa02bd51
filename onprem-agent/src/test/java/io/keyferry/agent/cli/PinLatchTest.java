package io.keyferry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.Pin;
import io.keyferry.model.TokenIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinLatchTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));
  private static final TokenIdentity PARTITION = token("4711");
  @TempDir private Path folder;

  private static TokenIdentity token(String serial) {
    return new TokenIdentity("byok", serial, "Thales", "Luna", "7.8");
  }

  /** What an agent has that was just started. */
  private PinLatch latch() {
    return PinLatch.in(folder, new Random(1), CLOCK);
  }

  private static Pin pin(String text) {
    return new Pin(text.toCharArray());
  }

  private void refuse(String text) throws HsmException {
    try (Pin pin = pin(text)) {
      latch().before(PARTITION, pin);
      latch().failed(PARTITION, pin, HsmFaults.of(Fault.PIN, "C_Login: CKR_PIN_INCORRECT (0xa0)"));
    }
  }

  private void before(TokenIdentity token, String text) throws HsmException {
    try (Pin pin = pin(text)) {
      latch().before(token, pin);
    }
  }

  @Test
  void aRefusedPinIsNotTriedAgainAfterARestart() throws Exception {
    refuse("secret-1");

    assertThatThrownBy(() -> before(PARTITION, "secret-1"))
        .isInstanceOfSatisfying(HsmException.class, e -> assertThat(e.fault()).isEqualTo(Fault.PIN))
        .hasMessageContaining("token 'byok' (serial 4711): it refused this PIN at 2026-11-26T12")
        .hasMessageContaining("keyferry-agent pin reset")
        .hasMessageContaining("CKR_PIN_INCORRECT");
  }

  @Test
  void aChangedPinIsTried() throws Exception {
    refuse("secret-1");
    before(PARTITION, "secret-2");
  }

  @Test
  void theSamePinIsTriedWithAnotherToken() throws Exception {
    refuse("secret-1");
    before(token("4712"), "secret-1");
  }

  @Test
  void anAcceptedPinLeavesNothing() throws Exception {
    before(PARTITION, "secret-1");
    latch().accepted(PARTITION);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsKeptIsForTheOwnerAloneAndHoldsNoPin() throws Exception {
    refuse("secret-1");

    Path file = folder.resolve("pin-latch.properties");
    assertThat(Files.readString(file)).contains("refused-by-token=4711").doesNotContain("secret-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aProcessKilledInTheMiddleOfItsLoginThreeTimesInARowLogsInNoMore() throws Exception {
    for (int i = 0; i < 3; i++) {
      before(PARTITION, "secret-1");
    }
    assertThatThrownBy(() -> before(PARTITION, "secret-1"))
        .hasMessageContaining("3 logins in a row ended without an answer");
  }

  @Test
  void aLoginThatHangsIsOneThatNobodySawEnd() throws Exception {
    for (int i = 0; i < 3; i++) {
      before(PARTITION, "secret-1");
      try (Pin pin = pin("secret-1")) {
        latch().failed(PARTITION, pin, HsmFaults.of(Fault.CALL_STUCK, "C_Login has not returned"));
      }
    }
    assertThatThrownBy(() -> before(PARTITION, "secret-1"))
        .hasMessageContaining("ended without an answer");
  }

  @Test
  void anHsmThatIsAwaySaysNothingOfThePin() throws Exception {
    for (int i = 0; i < 20; i++) {
      before(PARTITION, "secret-1");
      try (Pin pin = pin("secret-1")) {
        latch().failed(PARTITION, pin, HsmFaults.of(Fault.HSM_LOST, "C_Login: CKR_DEVICE_ERROR"));
      }
    }
    before(PARTITION, "secret-1");
  }

  @Test
  void aResetForgets() throws Exception {
    refuse("secret-1");
    assertThat(latch().reset()).isTrue();
    assertThat(latch().reset()).isFalse();
    before(PARTITION, "secret-1");
  }

  @Test
  void nothingIsTriedWhenWhatIsKeptCannotBeRead() throws Exception {
    Path file = Files.writeString(folder.resolve("pin-latch.properties"), "nonsense");
    assertThatThrownBy(() -> before(PARTITION, "secret-1"))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("or remove it");
  }
}
