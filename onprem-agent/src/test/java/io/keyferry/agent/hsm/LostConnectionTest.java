package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.token.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection to the network HSM can be lost exactly before, during and after a call. */
final class LostConnectionTest {

  @TempDir private Path directory;

  @AutoClose private final ExecutorService other = Executors.newSingleThreadExecutor();

  @Test
  void aCallDuringWhichTheConnectionIsLostMayHaveBeenDone() throws Exception {
    try (NetworkToken network = new NetworkToken(TestTokenKind.SOFTHSM, directory)) {
      network.hsm().start();
      network.inHsm().hang("C_GenerateKey").afterDoing().once();
      TokenSession session = network.made().open().openSession();
      Future<HsmKey> lost = other.submit(() -> NetworkToken.generate(session));
      network.inHsm().awaitHeld("C_GenerateKey");
      network.hsm().kill();
      assertLost(lost, "C_GenerateKey");
      network.hsm().start();
      Tokens.finalizeLibrary(network.made().library());
      assertThat(network.keys()).isOne();
    }
  }

  @Test
  void theConnectionCanBeLostJustBeforeACall() throws Exception {
    try (NetworkToken network = new NetworkToken(TestTokenKind.SOFTHSM, directory)) {
      network.hsm().start();
      network.beforeClient().hang("C_GenerateKey").once();
      TokenSession session = network.made().open().openSession();
      Future<HsmKey> lost = other.submit(() -> NetworkToken.generate(session));
      network.beforeClient().awaitHeld("C_GenerateKey");
      network.hsm().kill();
      network.beforeClient().clear();
      assertLost(lost, "C_GenerateKey");
      assertThat(network.inHsm().calls("C_GenerateKey")).isZero();
    }
  }

  @Test
  void theConnectionCanBeLostJustAfterACall() throws Exception {
    try (NetworkToken network = new NetworkToken(TestTokenKind.SOFTHSM, directory)) {
      network.hsm().start();
      network.beforeClient().hang("C_GenerateKey").afterDoing().once();
      TokenSession session = network.made().open().openSession();
      Future<HsmKey> lost = other.submit(() -> NetworkToken.generate(session));
      network.beforeClient().awaitHeld("C_GenerateKey");
      network.hsm().kill();
      network.beforeClient().clear();
      // The key was generated, and reading it back fails.
      assertLost(lost, "C_GetAttributeValue");
      network.hsm().start();
      Tokens.finalizeLibrary(network.made().library());
      assertThat(network.keys()).isOne();
    }
  }

  private static void assertLost(Future<HsmKey> key, String call) {
    assertThat(key)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .withMessageContaining(call)
        .withMessageContaining("CKR_DEVICE_ERROR");
  }
}
