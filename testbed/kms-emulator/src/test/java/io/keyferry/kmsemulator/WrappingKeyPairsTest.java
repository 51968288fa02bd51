package io.keyferry.kmsemulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.kmsemulator.environment.WrappingKeySupply;
import io.keyferry.kmsemulator.key.WrappingKeyPairs;
import io.keyferry.kmsemulator.value.WrappingKeySpec;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WrappingKeyPairsTest {

  @Test
  @Timeout(120)
  void keepsAsManyReadyAsRequested() {
    try (WrappingKeyPairs pairs =
        new WrappingKeyPairs(
            WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_2048, 2)),
            Duration.ZERO,
            new SecureRandom())) {
      awaitReady(pairs, 2);

      pairs.take(WrappingKeySpec.RSA_2048);

      awaitReady(pairs, 2);
    }
  }

  @Test
  void generatesAPairOnDemandIfNoneIsReady() {
    try (WrappingKeyPairs pairs =
        new WrappingKeyPairs(
            WrappingKeySupply.ahead(Map.of()), Duration.ZERO, new SecureRandom())) {
      KeyPair pair = pairs.take(WrappingKeySpec.RSA_3072);

      assertThat(((RSAPublicKey) pair.getPublic()).getModulus().bitLength()).isEqualTo(3072);
    }
  }

  @Test
  void neverReturnsAPairTwice() {
    try (WrappingKeyPairs pairs =
        new WrappingKeyPairs(
            WrappingKeySupply.ahead(Map.of(WrappingKeySpec.RSA_2048, 1)),
            Duration.ZERO,
            new SecureRandom())) {
      assertThat(pairs.take(WrappingKeySpec.RSA_2048).getPublic())
          .isNotEqualTo(pairs.take(WrappingKeySpec.RSA_2048).getPublic());
    }
  }

  private static void awaitReady(WrappingKeyPairs pairs, int count) {
    while (pairs.readyCount(WrappingKeySpec.RSA_2048) < count) {
      Thread.onSpinWait();
    }
  }
}
