package io.keyferry.agent.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class P256Test {

  private final ECPublicKey key;
  private final byte[] point;

  P256Test() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    key = (ECPublicKey) generator.generateKeyPair().getPublic();
    byte[] spki = key.getEncoded();
    point = Arrays.copyOfRange(spki, spki.length - 65, spki.length);
  }

  @Test
  void readsAPointInAnOctetString() throws Exception {
    byte[] wrapped = ByteBuffer.allocate(67).put((byte) 4).put((byte) 65).put(point).array();
    assertThat(P256.publicKey(wrapped)).isEqualTo(key);
  }

  @Test
  void readsAPointAlone() throws Exception {
    assertThat(P256.publicKey(point)).isEqualTo(key);
  }

  @Test
  void refusesAPointOfAnotherCurve() {
    assertThatExceptionOfType(GeneralSecurityException.class)
        .isThrownBy(() -> P256.publicKey(new byte[97]))
        .withMessageContaining("found 97 bytes");
  }
}
