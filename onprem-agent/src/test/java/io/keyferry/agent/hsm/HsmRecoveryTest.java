package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.pkcs11.ReturnCode;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.recovery.HsmState;
import io.keyferry.agent.hsm.recovery.RecoveryStep;
import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real token fails during an import, with each code of the Luna fact sheet. The calls of the
 * recovery are counted, while other workers continue.
 */
@Timeout(120)
class HsmRecoveryTest {

  private static final CkaId ID = new CkaId("0a0b");
  private static final Duration LONG = Duration.ofMinutes(1);

  @AutoClose private final ExecutorService other = Executors.newSingleThreadExecutor();

  @TempDir private Path folder;
  private UnopenedToken made;
  private FaultInjector faults;
  private HsmConnection hsm;
  private RSAPublicKey wrappingKey;

  @BeforeEach
  void open() throws Exception {
    made = new UnopenedToken(folder);
    faults = made.faults();
    Token token = made.open();
    ECPublicKey agentKey;
    try (TokenSession session = token.openSession()) {
      agentKey = session.agentKeys().findOrGenerate("keyferry-agent").publicKey();
    }
    Path library = made.settings().library();
    hsm =
        HsmConnections.over(
            token,
            agentKey,
            new HsmConnection.Access() {
              @Override
              public Token open() throws HsmException {
                return made.open();
              }

              @Override
              public void finalizeLibrary() throws HsmException {
                Tokens.finalizeLibrary(library);
              }

              @Override
              public boolean hasStuckCall() {
                return Tokens.hasStuckCall(library);
              }
            },
            InstantSource.system());
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    wrappingKey = (RSAPublicKey) rsa.generateKeyPair().getPublic();
  }

  @AfterEach
  void close() throws Exception {
    hsm.close();
    made.close();
  }

  /** As for a job: looks the key up before generating one. */
  private byte[] wrap() throws HsmException {
    try (TokenSession session = hsm.token().openSession();
        WrappingKey wrapping = session.wrapping().importKey(wrappingKey)) {
      Optional<HsmKey> found = session.keys().find(ID);
      HsmKey key =
          found.isPresent()
              ? found.get()
              : session
                  .keys()
                  .generate(KeySpec.SYMMETRIC_DEFAULT, ID, "key", KeyTemplate.LUNA_GUIDE);
      return session.wrapping().wrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, wrapping, key);
    }
  }

  /** Works as a job does: a failure is examined, and retried when the HSM is ready. */
  private HsmException failAndWrap(Fault fault) throws HsmException {
    HsmException failure;
    try {
      wrap();
      throw new AssertionError("expected the wrap to fail");
    } catch (HsmException e) {
      failure = e;
    }
    assertThat(failure.fault()).isEqualTo(fault);
    hsm.examine(failure);
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(wrap()).hasSize(256);
    return failure;
  }

  @ParameterizedTest
  @ValueSource(longs = {0x80000041L, 0x80001604L, 0xB1, 0x201})
  void busyHsmIsRetriedInTheSameSession(long code) throws Exception {
    faults.answer("C_WrapKey", code).times(3);
    assertThat(wrap()).hasSize(256);
    assertThat(faults.calls("C_WrapKey")).isEqualTo(4);
    assertThat(hsm.steps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0xB3,
        0xB0,
        0x90,
        0x91,
        0x82,
        0x60,
        0x101,
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
  void oneFailedCallOnAWorkingHsmAffectsNoOtherWorker(long code) throws Exception {
    int logins = faults.calls("C_Login");
    try (TokenSession others = hsm.token().openSession()) {
      faults.answer("C_WrapKey", code).once();
      HsmException failure = failAndWrap(ReturnCode.of(code).fault());

      assertThat(failure).hasMessageContaining("C_WrapKey");
      // The agent's own key and the one that was wrapped.
      assertThat(others.keys().list()).hasSize(2);
    }
    assertThat(faults.calls("C_Login")).isEqualTo(logins);
    assertThat(faults.calls("C_Finalize")).isZero();
    assertThat(hsm.steps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0x30, 0x80000024L})
  void keyGeneratedByACallWithALostAnswerIsFoundAndNotGeneratedTwice(long code) throws Exception {
    faults.answer("C_GenerateKey", code).afterDoing().once();
    failAndWrap(Fault.HSM_LOST);
    assertThat(faults.calls("C_GenerateKey")).isEqualTo(1);
  }

  @Test
  void lostLoginCostsOneLoginAndNoSessionOfOthers() throws Exception {
    int logins = faults.calls("C_Login");
    try (TokenSession others = hsm.token().openSession()) {
      // Once for the job, once for the HSM probe.
      faults.answer("C_FindObjectsInit", 0x101).times(2);
      failAndWrap(Fault.LOGIN_LOST);
      // The agent's own key and the one that was wrapped.
      assertThat(others.keys().list()).hasSize(2);
    }
    assertThat(faults.calls("C_Login") - logins).isEqualTo(1);
    assertThat(hsm.steps()).isEqualTo(Map.of(RecoveryStep.LOGIN, 1L));
  }

  @ParameterizedTest
  @ValueSource(longs = {0x30, 0x32, 0x05, 0xE0, 0x8000001FL, 0x190})
  void anUnreachableHsmCostsOneInitializationAndOneLogin(long code) throws Exception {
    int logins = faults.calls("C_Login");
    int initializations = faults.calls("C_Initialize");
    faults.answer("C_OpenSession", code).times(2);

    failAndWrap(Fault.HSM_LOST);

    assertThat(faults.calls("C_Login") - logins).isEqualTo(1);
    assertThat(faults.calls("C_Initialize") - initializations).isEqualTo(1);
    assertThat(hsm.steps()).isEqualTo(Map.of(RecoveryStep.LIBRARY, 1L));
  }

  @Test
  void libraryIsInitializedUntilItWorks() throws Exception {
    faults.answer("C_OpenSession", 0x30).times(2);
    faults.answer("C_GetSlotList", 0xE0).times(5);
    failAndWrap(Fault.HSM_LOST);
    assertThat(hsm.steps()).isEqualTo(Map.of(RecoveryStep.LIBRARY, 6L));
    assertThat(faults.calls("C_Login")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x70, 0xD1, 0x6A, 0x113, 0x68, 0x80000030L, 0x8000DEADL})
  void refusalTriggersNoRecovery(long code) throws Exception {
    faults.answer("C_WrapKey", code).once();
    assertThatThrownBy(this::wrap)
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED));
    assertThat(wrap()).hasSize(256);
    assertThat(hsm.steps()).isEmpty();
  }

  @Test
  void faultySlotDoesNotKeepTheAgentFromItsToken() throws Exception {
    // NSS lists another slot before the one with the token.
    faults.answer("C_GetTokenInfo", 0x30).once();
    faults.answer("C_OpenSession", 0x30).times(2);
    failAndWrap(Fault.HSM_LOST);
    assertThat(hsm.steps()).isEqualTo(Map.of(RecoveryStep.LIBRARY, 1L));
  }

  @Test
  void workerDuringACallKeepsItsSessionWhileAnotherFails() throws Exception {
    TokenSession busy = hsm.token().openSession();
    faults.hang("C_GenerateKey").once();
    Future<HsmKey> key =
        other.submit(() ->
            busy.keys()
                .generate(
                    KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "slow", KeyTemplate.LUNA_GUIDE));
    faults.awaitHeld("C_GenerateKey");
    faults.answer("C_FindObjectsInit", 0x06).once();

    assertThatThrownBy(() -> findIn(hsm.token())).hasMessageContaining("CKR_FUNCTION_FAILED");
    assertThat(hsm.examine(new HsmException(Fault.HSM_LOST, "0x06")).isReady()).isTrue();
    faults.clear();

    assertThat(key.get().label()).isEqualTo("slow");
    busy.close();
    assertThat(faults.calls("C_Finalize")).isZero();
  }

  private static void findIn(Token token) throws HsmException {
    try (TokenSession session = token.openSession()) {
      Optional<HsmKey> _ = session.keys().find(ID);
    }
  }

  @Test
  void waitsWhileTheTokenHasTwoAgentKeys() throws Exception {
    CkaId second = OpenToken.newId();
    try (RawToken raw = RawToken.of(made.made())) {
      raw.generateEc("keyferry-agent", second, false);
      assertThat(hsm.examine(new HsmException(Fault.AGENT_KEY_UNUSABLE, "two")).kind())
          .isEqualTo(HsmState.Kind.KEY_UNUSABLE);
      assertThat(hsm.state().reason().orElseThrow()).contains("found 2");
      raw.destroy(raw.one(RawToken.CKO_PRIVATE_KEY, second));
    }
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(hsm.steps()).isEmpty();
  }
}
