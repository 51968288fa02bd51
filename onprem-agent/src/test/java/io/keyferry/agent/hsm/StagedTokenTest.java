package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.security.Signature;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagedTokenTest {

  private static final CkaId ID = new CkaId("0a0b");
  private static final Unwrapping KMS = new Unwrapping(2048);

  @TempDir private Path folder;
  @AutoClose private StagedToken token;

  @BeforeEach
  void stage() {
    token = new StagedToken(folder.resolve("token"));
  }

  private static byte[] wrap(TokenSession session, HsmKey key) throws HsmException {
    try (WrappingKey wrapping = session.wrapping().importKey(KMS.publicKey())) {
      return session.wrapping().wrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, wrapping, key);
    }
  }

  @Test
  void isNotMadeBeforeItIsUsed() throws Exception {
    assertThat(token.identity().label()).isEqualTo("keyferry");
    assertThat(token.agentKey().thumbprint()).isNotNull();
    assertThat(folder).isEmptyDirectory();
    assertThat(token.keys()).isEmpty();
    assertThat(folder).isNotEmptyDirectory();
    assertThat(token.calls()).isEmpty();
  }

  @Test
  void signsByTheKeyThatItIsKnownBy() throws Exception {
    byte[] digest = new byte[32];
    byte[] signature;
    try (TokenSession session = token.openSession()) {
      signature =
          session
              .agentKeys()
              .sign(session.agentKeys().find("keyferry-agent").orElseThrow(), digest);
    }
    Signature verifier = Signature.getInstance("NONEwithECDSAinP1363Format");
    verifier.initVerify(token.agentKey().key());
    verifier.update(digest);
    assertThat(verifier.verify(signature)).isTrue();
  }

  @Test
  void hasItsKeysAfterItWasClosed() throws Exception {
    token.plant(KeySpec.SYMMETRIC_DEFAULT, ID, "payments");
    token.close();
    assertThat(token.keys()).containsOnlyKeys(ID);
  }

  @Test
  void wrapsAKeyThatItShowsUnextractableOnlyWhileItIsMadeExtractable() throws Exception {
    HsmKey planted = token.plant(KeySpec.SYMMETRIC_DEFAULT, ID, "payments");
    token.lock(ID);
    try (TokenSession session = token.openSession()) {
      HsmKey key = session.keys().find(ID).orElseThrow();
      assertThat(key.attributes()).containsEntry("CKA_EXTRACTABLE", false);
      HsmKey opened = session.keys().setExtractable(key, true);
      assertThat(opened.attributes()).isEqualTo(planted.attributes());
      assertThat(
              Unwrapping.checkValue(
                  opened.keyCheckValue().orElseThrow().method(),
                  KMS.unwrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, wrap(session, opened))))
          .isEqualTo(opened.keyCheckValue().get());

      HsmKey closed = session.keys().setExtractable(opened, false);
      assertThat(closed.attributes()).isEqualTo(key.attributes());
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> wrap(session, opened))
          .withMessageContaining("CKR_KEY_UNEXTRACTABLE");
    }
  }

  @Test
  void countsAWrappingKeyThatIsLeftInIt() throws Exception {
    try (TokenSession session = token.openSession()) {
      WrappingKey goes = session.wrapping().importKey(KMS.publicKey());
      goes.close();
      assertThat(goes.destroyed()).isTrue();
    }
    assertThat(token.wrappingKeysLeft()).isZero();
    token.keepWrappingKeys();
    try (TokenSession session = token.openSession()) {
      WrappingKey stays = session.wrapping().importKey(KMS.publicKey());
      stays.close();
      assertThat(stays.destroyed()).isFalse();
    }
    assertThat(token.wrappingKeysLeft()).isOne();
  }

  @Test
  void executesLostCallsButNotFailedOnes() throws Exception {
    try (TokenSession session = token.openSession()) {
      token.failOnce("generate", lost());
      assertThatExceptionOfType(HsmException.class).isThrownBy(() -> generate(session));
      assertThat(token.keys()).isEmpty();
      token.loseAnswerOnce("generate", lost());
      assertThatExceptionOfType(HsmException.class).isThrownBy(() -> generate(session));
      assertThat(token.keys()).containsOnlyKeys(ID);
    }
    assertThat(token.calls())
        .containsExactly("openSession", "generate", "generate", "closeSession");
  }

  private static HsmException lost() {
    return HsmFaults.of(Fault.HSM_LOST, "CKR_DEVICE_ERROR");
  }

  private static HsmKey generate(TokenSession session) throws HsmException {
    return session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, ID, "new", KeyTemplate.LUNA_GUIDE);
  }

  @Test
  void removesAndRestoresTheAgentsKey() throws Exception {
    token.unenrol();
    assertThat(token.enrolledKey()).isEmpty();
    token.enrol();
    assertThat(token.enrolledKey().orElseThrow().thumbprint())
        .isEqualTo(token.agentKey().thumbprint());
    token.enrolAnother();
    assertThat(token.enrolledKey().orElseThrow().thumbprint())
        .isNotEqualTo(token.agentKey().thumbprint());
    assertThat(token.keys()).isEmpty();
    assertThat(token.key(ID)).isEmpty();
  }
}
