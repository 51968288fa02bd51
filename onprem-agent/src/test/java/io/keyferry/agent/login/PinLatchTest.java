package io.keyferry.agent.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.Pin;
import io.keyferry.evidence.log.AuditException;
import io.keyferry.model.value.TokenIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinLatchTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));
  private static final TokenIdentity PARTITION = token("4711");
  @TempDir private Path folder;

  private static TokenIdentity token(String serial) {
    return new TokenIdentity("byok", serial, "Thales", "Luna", "7.8");
  }

  /** The latch of an agent that was just started. */
  private PinLatch latch() {
    return PinLatch.in(folder, new Random(1), CLOCK);
  }

  private static Pin pin(String text) {
    return new Pin(text.toCharArray());
  }

  private void refuse(String text) throws HsmException {
    try (Pin pin = pin(text)) {
      latch().before(PARTITION, pin);
      latch().failed(PARTITION, pin, HsmFaults.refusedLogin(0xa0));
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
    assertThat(folder.resolve("pin-latch.properties")).doesNotExist();
  }

  @Test
  void theLatchFileIsOwnerOnlyAndContainsNoPin() throws Exception {
    refuse("secret-1");

    Path file = folder.resolve("pin-latch.properties");
    assertThat(Files.readString(file)).contains("refused-by-token=4711").doesNotContain("secret-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void processKilledDuringThreeLoginsInARowLogsInNoMore() throws Exception {
    for (int i = 0; i < 3; i++) {
      before(PARTITION, "secret-1");
    }
    assertThatThrownBy(() -> before(PARTITION, "secret-1"))
        .hasMessageContaining("3 logins in a row have an unknown outcome");
  }

  @Test
  void hangingLoginCountsAsOneWithoutAnAnswer() throws Exception {
    for (int i = 0; i < 3; i++) {
      before(PARTITION, "secret-1");
      try (Pin pin = pin("secret-1")) {
        latch().failed(PARTITION, pin, HsmFaults.of(Fault.CALL_STUCK, "C_Login has not returned"));
      }
    }
    assertThatThrownBy(() -> before(PARTITION, "secret-1"))
        .hasMessageContaining("have an unknown outcome");
  }

  @Test
  void unreachableHsmSaysNothingAboutThePin() throws Exception {
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

  @ParameterizedTest
  @ValueSource(longs = {0xa1, 0xa2, 0xa3, 0xa4, 0x102, 0x103, 0x80000007L})
  void nothingIsKeptOfAPinThatIsNotWrong(long code) throws Exception {
    before(PARTITION, "secret-1");
    try (Pin pin = pin("secret-1")) {
      latch().failed(PARTITION, pin, HsmFaults.refusedLogin(code));
    }

    assertThat(Files.readString(folder.resolve("pin-latch.properties")))
        .contains("refused-by-token=4711")
        .doesNotContain("fingerprint", "salt");
    for (String text : List.of("secret-1", "secret-2")) {
      assertThatThrownBy(() -> before(PARTITION, text))
          .isInstanceOfSatisfying(
              HsmException.class, e -> assertThat(e.fault()).isEqualTo(Fault.PIN))
          .hasMessageContaining("not because of a wrong PIN")
          .hasMessageContaining("then run keyferry-agent pin reset");
    }
    assertThatThrownBy(() -> latch().remembered(PARTITION)).hasMessageContaining("pin reset");
    assertThat(latch().isShut()).isTrue();
    latch().reset();
    before(PARTITION, "secret-1");
  }

  @ParameterizedTest
  @ValueSource(longs = {0xa0, 0x80000067L, 0xFFFFFFFF80000067L})
  void wrongPinIsRecognized(long code) throws Exception {
    before(PARTITION, "secret-1");
    try (Pin pin = pin("secret-1")) {
      latch().failed(PARTITION, pin, HsmFaults.refusedLogin(code));
    }
    before(PARTITION, "secret-2");
    assertThatThrownBy(() -> before(PARTITION, "secret-1")).hasMessageContaining("not tried again");
  }

  @RepeatedTest(20)
  void loginsOfSeveralProcessesAreAllCounted() throws Exception {
    CyclicBarrier together = new CyclicBarrier(8);
    try (ExecutorService processes = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> logins =
          IntStream.range(0, 8)
              .mapToObj(i ->
                  processes.submit(() -> {
                    together.await();
                    try {
                      before(PARTITION, "secret-1");
                      return true;
                    } catch (HsmException e) {
                      return false;
                    }
                  }))
              .toList();
      int allowed = 0;
      for (Future<Boolean> login : logins) {
        allowed += login.get() ? 1 : 0;
      }
      assertThat(allowed).isEqualTo(3);
    }
  }

  @Test
  void nothingIsTriedIfTheLatchCannotBeRead() throws Exception {
    Path file = Files.writeString(folder.resolve("pin-latch.properties"), "nonsense");
    assertThatThrownBy(() -> before(PARTITION, "secret-1"))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("or remove it")
        .hasCauseInstanceOf(AuditException.class);
  }
}
