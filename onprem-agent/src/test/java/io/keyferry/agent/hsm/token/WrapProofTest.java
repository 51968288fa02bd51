package io.keyferry.agent.hsm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.OpenToken;
import io.keyferry.agent.hsm.TestTokenKind;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrapProofTest {

  @TempDir private Path directory;

  @Test
  void nssWrapsWithOaepAndTheKeyIsRecognizedByItsCmac() throws Exception {
    try (OpenToken open = new OpenToken(TestTokenKind.NSS, directory)) {
      int before = open.raw().countObjects();
      assertThat(open.token().proveWrapping(WrappingAlgorithm.RSAES_OAEP_SHA_256))
          .matches(
              "CKM_RSA_PKCS_OAEP, opened in Java to the key with check value [0-9a-f]{10} \\(AES_CMAC\\)");
      assertThat(open.token().proveWrapping(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256))
          .startsWith("CKM_RSA_PKCS_OAEP with CKM_AES_KEY_WRAP_KWP, opened in Java to the key");
      assertThat(open.raw().countObjects()).isEqualTo(before);
    }
  }

  @Test
  void softHsmWrapsWithOaepSha1OnlyAndTheKeyIsRecognizedByItsCheckValue() throws Exception {
    try (OpenToken open = new OpenToken(TestTokenKind.SOFTHSM, directory)) {
      int before = open.raw().countObjects();
      assertThat(open.token().proveWrapping(WrappingAlgorithm.RSAES_OAEP_SHA_1))
          .matches(
              "CKM_RSA_PKCS_OAEP, opened in Java to the key with check value [0-9a-f]{6} \\(AES_ECB\\)");
      assertThat(open.token().proveWrapping(WrappingAlgorithm.RSAES_PKCS1_V1_5))
          .startsWith("CKM_RSA_PKCS, opened in Java to the key");
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> open.token().proveWrapping(WrappingAlgorithm.RSAES_OAEP_SHA_256))
          .withMessageContaining("CKR_ARGUMENTS_BAD");
      assertThat(open.raw().countObjects()).isEqualTo(before);
    }
  }
}
