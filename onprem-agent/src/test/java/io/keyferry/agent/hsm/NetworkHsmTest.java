package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.testing.NetworkHsm;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client of the network HSM sees after a lost connection, and how it recovers. */
final class NetworkHsmTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(TestTokenKind.class)
  void wrapsOverTheConnection(TestTokenKind kind) throws Exception {
    WrappingAlgorithm oaep =
        kind == TestTokenKind.NSS
            ? WrappingAlgorithm.RSAES_OAEP_SHA_256
            : WrappingAlgorithm.RSAES_OAEP_SHA_1;
    Unwrapping kms = new Unwrapping(2048);
    try (NetworkToken network = new NetworkToken(kind, directory)) {
      network.hsm().start();
      try (Token token = network.made().open();
          TokenSession session = token.openSession();
          WrappingKey wrappingKey = session.wrapping().importKey(kms.publicKey())) {
        byte[] wrapped = session.wrapping().wrap(oaep, wrappingKey, NetworkToken.generate(session));
        assertThat(kms.unwrap(oaep, wrapped)).hasSize(32);
      }
    }
  }

  /** These differ: p11-kit 0.24 hides every AES key wrap, 0.25 passes them on. */
  @Test
  void supportsEveryWrapWhoseMechanismsItShows() throws Exception {
    Unwrapping kms = new Unwrapping(2048);
    int carried = 0;
    try (NetworkToken network = new NetworkToken(TestTokenKind.NSS, directory)) {
      network.hsm().start();
      try (Token token = network.made().open();
          TokenSession session = token.openSession();
          WrappingKey wrappingKey = session.wrapping().importKey(kms.publicKey())) {
        HsmKey key = NetworkToken.generate(session);
        for (WrappingAlgorithm algorithm : WrappingAlgorithm.values()) {
          if (shows(session, algorithm)) {
            assertThat(kms.unwrap(algorithm, session.wrapping().wrap(algorithm, wrappingKey, key)))
                .as(algorithm.name())
                .hasSize(32);
            carried++;
          }
        }
      }
    }
    assertThat(carried).isPositive();
  }

  private static boolean shows(TokenSession session, WrappingAlgorithm algorithm) {
    try {
      session.wrapping().mechanism(algorithm);
      return true;
    } catch (HsmException e) {
      assertThat(e.fault()).isEqualTo(Fault.REFUSED);
      return false;
    }
  }

  @Test
  void onlyReinitializationRecoversALostConnection() throws Exception {
    try (NetworkToken network = new NetworkToken(TestTokenKind.SOFTHSM, directory)) {
      network.hsm().start();
      Token token = network.made().open();
      TokenSession session = token.openSession();
      NetworkToken.generate(session);
      network.hsm().kill();
      assertDeviceError(() -> NetworkToken.generate(session));
      assertDeviceError(token::openSession);
      network.hsm().start();
      assertDeviceError(() -> NetworkToken.generate(session));
      assertDeviceError(token::openSession);
      assertDeviceError(network.made()::open);
      Tokens.finalizeLibrary(network.made().library());
      assertThat(network.keys()).isOne();
    }
  }

  @Test
  void initializationDuringAnOutageShowsNoTokenUntilTheNextOne() throws Exception {
    try (NetworkToken network = new NetworkToken(TestTokenKind.SOFTHSM, directory)) {
      assertNoToken(network.made());
      network.hsm().start();
      assertNoToken(network.made());
      Tokens.finalizeLibrary(network.made().library());
      network.made().open().close();
    }
  }

  @Test
  void clientWithFunctionListsPerCallerIsReinitializedAfterEachOutage() throws Exception {
    try (NetworkToken network = new NetworkToken(TestTokenKind.SOFTHSM, directory)) {
      network.hsm().start();
      // The library in front of the client sets the server's address for the whole process.
      network.made().open().close();
      Path client = NetworkHsm.client();
      TestToken direct = network.made().through(client);
      for (int outage = 1; outage <= 3; outage++) {
        Tokens.finalizeLibrary(client);
        TokenSession session = direct.open().openSession();
        NetworkToken.generate(session);
        network.hsm().kill();
        assertDeviceError(() -> NetworkToken.generate(session));
        Tokens.finalizeLibrary(client);
        assertNoToken(direct);
        network.hsm().start();
      }
      Tokens.finalizeLibrary(client);
      Tokens.finalizeLibrary(network.made().library());
      assertThat(network.keys()).isEqualTo(3);
    }
  }

  private static void assertDeviceError(ThrowingCallable call) {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(call)
        .withMessageContaining("CKR_DEVICE_ERROR")
        .returns(Fault.HSM_LOST, HsmException::fault);
  }

  private static void assertNoToken(TestToken token) {
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(token::open)
        .withMessageContaining("expected a token labeled 'keyferry', found no token at all")
        .returns(Fault.HSM_LOST, HsmException::fault);
  }
}
