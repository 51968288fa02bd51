package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.model.CkaId;
import io.keyferry.model.KeySpec;
import io.keyferry.model.WrappingAlgorithm;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real token fails in the middle of an import, by each code of the fact sheet on Luna, and what
 * is done about it is counted in calls.
 */
@Timeout(120)
class LadderTest {

  private static final CkaId ID = new CkaId("0a0b");

  @TempDir private Path folder;
  private final HsmStatus status = new HsmStatus();
  private UnopenedToken made;
  private FaultInjector faults;
  private HealingToken token;
  private RSAPublicKey wrappingKey;

  @BeforeEach
  void open() throws Exception {
    made = new UnopenedToken(folder);
    faults = made.faults();
    token =
        new HealingToken(
            made.open(),
            made.settings().library(),
            made::open,
            new Backoff(Duration.ofMillis(2), Duration.ofMillis(2), new Random(1)),
            status,
            InstantSource.system());
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    wrappingKey = (RSAPublicKey) rsa.generateKeyPair().getPublic();
  }

  @AfterEach
  void close() throws Exception {
    token.close();
    made.close();
  }

  /** As for a job: the key is looked up before one is made. */
  private byte[] wrap() throws HsmException {
    try (TokenSession session = token.openSession();
        WrappingKey wrapping = session.importWrappingKey(wrappingKey)) {
      Optional<HsmKey> found = session.find(ID);
      HsmKey key =
          found.isPresent()
              ? found.get()
              : session.generate(KeySpec.SYMMETRIC_DEFAULT, ID, "key", KeyTemplate.LUNA_GUIDE);
      return session.wrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, wrapping, key);
    }
  }

  private void assertFails(Fault fault) {
    assertThatThrownBy(this::wrap)
        .isInstanceOfSatisfying(HsmException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  /** Logins and initialisations that the cure of one failure took. */
  private void assertCure(String call, long code, Fault fault, int logins, int initialisations)
      throws Exception {
    faults.answer(call, code).once();
    int loginsBefore = faults.calls("C_Login");
    int initialisationsBefore = faults.calls("C_Initialize");

    assertFails(fault);
    assertThat(wrap()).hasSize(256);

    assertThat(faults.calls("C_Login") - loginsBefore).as("logins").isEqualTo(logins);
    assertThat(faults.calls("C_Initialize") - initialisationsBefore)
        .as("initialisations")
        .isEqualTo(initialisations);
    try (TokenSession session = token.openSession()) {
      assertThat(session.list()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0x80000041L, 0x80001604L})
  void aBusyHsmIsAskedAgainInTheSameSession(long code) throws Exception {
    faults.answer("C_WrapKey", code).times(3);
    assertThat(wrap()).hasSize(256);
    assertThat(faults.calls("C_WrapKey")).isEqualTo(4);
    assertThat(status.climbs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0xB3, 0xB0, 0xB1, 0x90, 0x91, 0x82, 0x60})
  void aLostSessionCostsNeitherLoginNorInitialisation(long code) throws Exception {
    assertCure("C_WrapKey", code, Fault.SESSION_LOST, 0, 0);
  }

  @Test
  void aLostLoginCostsOneLogin() throws Exception {
    assertCure("C_GenerateKey", 0x101, Fault.LOGIN_LOST, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0x30,
        0x32,
        0x31,
        0x02,
        0x05,
        0x06,
        0xE0,
        0xE1,
        0x03,
        0x190,
        0x8000001FL,
        0x80000023L,
        0x80000024L,
        0x8000002BL,
        0x80000045L,
        0x80000066L,
        0x80000004L,
        0x80001600L,
        0x80001605L
      })
  void aLostHsmCostsOneInitialisationAndOneLogin(long code) throws Exception {
    assertCure("C_WrapKey", code, Fault.HSM_LOST, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x30, 0x80000024L})
  void aKeyThatWasMadeThoughTheAnswerWasLostIsFoundAndNotMadeTwice(long code) throws Exception {
    faults.answer("C_GenerateKey", code).afterDoing().once();

    assertFails(Fault.HSM_LOST);
    assertThat(wrap()).hasSize(256);

    assertThat(faults.calls("C_GenerateKey")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0x70,
        0x71,
        0xD0,
        0xD1,
        0x10,
        0x13,
        0x6A,
        0x69,
        0x62,
        0x113,
        0x114,
        0x115,
        0x68,
        0x63,
        0x80000030L,
        0x8000DEADL
      })
  void aRefusalClimbsNothing(long code) throws Exception {
    faults.answer("C_WrapKey", code).once();
    assertFails(Fault.REFUSED);
    assertThat(wrap()).hasSize(256);
    assertThat(status.climbs()).isEmpty();
  }

  @Test
  void anHsmThatStaysAwayIsUsedAgainWhenItIsBack() throws Exception {
    faults.answer("C_WrapKey", 0x30).once();
    faults.answer("C_GetSlotList", 0xE0).times(5);
    assertFails(Fault.HSM_LOST);

    int failed = 0;
    while (status.away().isPresent() || failed == 0) {
      try {
        assertThat(wrap()).hasSize(256);
      } catch (HsmException e) {
        failed++;
      }
    }
    assertThat(status.climbs().get(Rung.LIBRARY)).isEqualTo(6);
    assertThat(faults.calls("C_Login")).isEqualTo(faults.calls("C_Initialize") - 5);
  }
}
