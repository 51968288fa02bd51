package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.hsm.recovery.HsmState.Kind;
import io.keyferry.agent.hsm.testing.Await;
import io.keyferry.agent.hsm.testing.FaultInjector;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real token whose calls do not return, like those over a dead connection. */
@Timeout(120)
class HangingHsmTest {

  /** Long enough for every call that does not hang. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofMinutes(1);

  /** The reported logins. */
  private final List<String> logins = new CopyOnWriteArrayList<>();

  private final LoginGuard guard =
      new LoginGuard() {
        @Override
        public void before(TokenIdentity token, Pin pin) {
          logins.add("before");
        }

        @Override
        public void accepted(TokenIdentity token) {
          logins.add("accepted");
        }

        @Override
        public void failed(TokenIdentity token, Pin pin, HsmException failure) {
          logins.add("failed by " + failure.fault() + ", PIN of " + pin.utf8Bytes().length);
        }
      };

  @TempDir private Path folder;
  private UnopenedToken made;
  private TestToken settings;
  private FaultInjector faults;
  private HsmConnection hsm;

  @BeforeEach
  void open() throws Exception {
    made = new UnopenedToken(folder);
    faults = made.faults();
    TokenSettings patient = made.settings();
    settings =
        new TestToken(
            new TokenSettings(
                patient.library(),
                patient.label(),
                patient.serial(),
                patient.libraryParameters(),
                LIMIT),
            made.pinText());
    Token token = settings.open(guard);
    ECPublicKey agentKey;
    try (TokenSession session = token.openSession()) {
      agentKey = session.agentKeys().findOrGenerate("keyferry-agent").publicKey();
    }
    hsm =
        HsmConnections.over(
            token,
            agentKey,
            new HsmConnection.Access() {
              @Override
              public Token open() throws HsmException {
                return settings.open(guard);
              }

              @Override
              public void finalizeLibrary() throws HsmException {
                Tokens.finalizeLibrary(patient.library());
              }

              @Override
              public boolean hasStuckCall() {
                return Tokens.hasStuckCall(patient.library());
              }
            },
            InstantSource.system());
    logins.clear();
  }

  @AfterEach
  void close() throws Exception {
    faults.clear();
    Await.until(
        () -> !Tokens.hasStuckCall(made.settings().library()), "every call to have returned");
    hsm.close();
    made.close();
  }

  private HsmException failureOfAWrap() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    RSAPublicKey publicKey = (RSAPublicKey) rsa.generateKeyPair().getPublic();
    try (TokenSession session = hsm.token().openSession();
        WrappingKey wrapping = session.wrapping().importKey(publicKey)) {
      HsmKey key =
          session
              .keys()
              .generate(
                  KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "key", KeyTemplate.LUNA_GUIDE);
      byte[] _ = session.wrapping().wrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, wrapping, key);
      throw new AssertionError("expected the wrap to hang");
    } catch (HsmException e) {
      return e;
    }
  }

  private int closed() {
    try {
      return faults.calls("C_CloseSession");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(Kind kind) {
    Await.until(() -> hsm.state().kind() == kind, "the state " + kind);
  }

  private void recoverUntilItHangsIn(String function) throws Exception {
    faults.hang(function).once();
    faults.answer("C_OpenSession", 0x30).once();
    assertThat(hsm.examine(new HsmException(Fault.HSM_LOST, "lost")).isReady()).isFalse();
    await(Kind.STUCK);
  }

  @Test
  void sessionWithAHangingCallIsNotUsedAndIsClosedLater() throws Exception {
    faults.hang("C_WrapKey").once();
    int closed = faults.calls("C_CloseSession");

    HsmException failure = failureOfAWrap();

    assertThat(failure.fault()).isEqualTo(Fault.CALL_STUCK);
    assertThat(faults.calls("C_DestroyObject")).isZero();
    assertThat(faults.calls("C_CloseSession")).isEqualTo(closed);
    assertThat(hsm.examine(failure).isReady()).as("the rest of the HSM works").isTrue();
    int closedByTheProbe = faults.calls("C_CloseSession");

    faults.clear();
    Await.until(() -> closed() > closedByTheProbe, "the session to be closed");
    assertThat(hsm.steps()).isEmpty();
  }

  @Test
  void nothingIsInitializedDuringAFinalizationThatHasNotReturned() throws Exception {
    int initializations = faults.calls("C_Initialize");

    recoverUntilItHangsIn("C_Finalize");
    assertThat(hsm.awaitReady(LIMIT)).isFalse();
    assertThat(faults.calls("C_Initialize")).isEqualTo(initializations);

    faults.clear();
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(faults.calls("C_Initialize")).isEqualTo(initializations + 1);
  }

  @Test
  void noSecondInitializationIsSentWhileOneHasNotReturned() throws Exception {
    int initializations = faults.calls("C_Initialize");

    recoverUntilItHangsIn("C_Initialize");
    assertThat(hsm.awaitReady(LIMIT)).isFalse();
    // The held call is counted when it returns; another one would have returned.
    assertThat(faults.calls("C_Initialize")).isEqualTo(initializations);

    faults.clear();
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(faults.calls("C_Initialize")).isEqualTo(initializations + 2);
  }

  @Test
  void aLoginThatSucceedsLateIsReportedAsAccepted() throws Exception {
    recoverUntilItHangsIn("C_Login");
    assertThat(logins).containsExactly("before");

    faults.clear();
    assertThat(hsm.awaitReady(LONG)).isTrue();
    assertThat(logins).containsExactly("before", "accepted", "before", "accepted");
  }

  @Test
  void aLoginThatIsRefusedLateIsReportedWithThePin() throws Exception {
    faults.hang("C_Login").once();
    faults.answer("C_Login", 0xA0).once();
    faults.answer("C_OpenSession", 0x30).once();

    assertThat(hsm.examine(new HsmException(Fault.HSM_LOST, "lost")).isReady()).isFalse();
    await(Kind.STUCK);
    faults.clear();

    Await.until(() -> logins.size() >= 2, "the end of the login");
    assertThat(logins.get(1)).isEqualTo("failed by PIN, PIN of " + made.pinText().length());
  }

  @Test
  void isUsedAgainAfterEveryCallHasHung() throws Exception {
    for (String call : List.of("C_GetSessionInfo", "C_OpenSession", "C_CloseSession")) {
      faults.hang(call).always();
    }
    assertThat(hsm.examine(new HsmException(Fault.HSM_LOST, "lost")).kind()).isEqualTo(Kind.STUCK);

    assertThat(hsm.awaitReady(LIMIT)).isFalse();
    assertThatThrownBy(() -> hsm.token().openSession())
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALL_STUCK));

    faults.clear();
    assertThat(hsm.awaitReady(LONG)).isTrue();
  }
}
