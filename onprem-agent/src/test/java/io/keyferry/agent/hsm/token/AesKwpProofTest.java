package io.keyferry.agent.hsm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.OpenToken;
import io.keyferry.agent.hsm.TestTokenKind;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.Unwrapping;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AesKwpProofTest {

  private static final String SOFTHSM_IS_WRONG =
      "to wrap with AES-KWP according to RFC 5649, found that it does not (CKM_AES_KEY_WRAP_PAD (0x210a): a secret of 28 bytes opened to 32 different bytes), so KMS would refuse the result: update the HSM or its client (SoftHSM is correct since version 2.7.0)";

  @TempDir private Path directory;

  @Test
  void nssSoftoknIsProvedByTheNameOfPkcs11Version3() throws Exception {
    try (OpenToken open = new OpenToken(TestTokenKind.NSS, directory)) {
      int before = open.raw().countObjects();
      assertThat(open.token().proveAesKwp()).isEqualTo("CKM_AES_KEY_WRAP_KWP (0x210b)");
      assertThat(open.raw().countObjects()).isEqualTo(before);
    }
  }

  @Test
  void reportsBothMechanismsToTheAuditor() throws Exception {
    try (OpenToken open = new OpenToken(TestTokenKind.NSS, directory);
        TokenSession session = open.session()) {
      assertThat(session.wrapping().mechanism(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256))
          .isEqualTo(
              new WrapMechanism(
                  "CKM_RSA_PKCS_OAEP with CKM_AES_KEY_WRAP_KWP",
                  "hashAlg=CKM_SHA256, mgf=CKG_MGF1_SHA256, source=CKZ_DATA_SPECIFIED, empty; the key under an ephemeral AES-256 key by CKM_AES_KEY_WRAP_KWP (0x210b), no parameter"));
    }
  }

  @Test
  void softHsm26PadsTheKeyBeforeItWrapsAndIsDetected() throws Exception {
    try (OpenToken open = new OpenToken(TestTokenKind.SOFTHSM, directory)) {
      int before = open.raw().countObjects();
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> open.token().proveAesKwp())
          .withMessageContaining(SOFTHSM_IS_WRONG)
          .returns(Fault.REFUSED, HsmException::fault);
      assertThat(open.raw().countObjects()).isEqualTo(before);
    }
  }

  @Test
  void tokenThatFailsTheProofWrapsNoKeyPair() throws Exception {
    Unwrapping kms = new Unwrapping(2048);
    try (OpenToken open = new OpenToken(TestTokenKind.SOFTHSM, directory);
        TokenSession session = open.session();
        WrappingKey wrappingKey = session.wrapping().importKey(kms.publicKey())) {
      HsmKey key =
          session
              .keys()
              .generate(KeySpec.ECC_NIST_P256, OpenToken.newId(), "pair", KeyTemplate.LUNA_GUIDE);
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() ->
              session.wrapping().wrap(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1, wrappingKey, key))
          .withMessageContaining(SOFTHSM_IS_WRONG);
    }
  }
}
