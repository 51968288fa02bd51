package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two curves that NSS softokn lacks, with SoftHSM. */
final class OtherCurvesTest {

  private OpenToken open;
  private int objectsBefore;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    open = new OpenToken(TestTokenKind.SOFTHSM, directory);
    objectsBefore = open.raw().countObjects();
  }

  @AfterEach
  void close() throws Exception {
    open.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519"})
  void theKeyIsMadeAndReadBackTheSameInAnotherSession(KeySpec spec) throws Exception {
    HsmKey generated;
    try (TokenSession session = open.session()) {
      generated = session.keys().generate(spec, OpenToken.newId(), "pair", KeyTemplate.LUNA_GUIDE);
    }
    assertThat(generated.form()).isEqualTo(new KeyForm.Elliptic(spec));
    try (TokenSession session = open.session()) {
      assertThat(session.keys().find(generated.id()))
          .get()
          .usingRecursiveComparison()
          .ignoringFields("reference")
          .isEqualTo(generated);
    }
    assertThat(open.raw().countObjects()).isEqualTo(objectsBefore + 2);
  }

  @Test
  void thePublicKeyOfSecp256k1IsAPointOfTheCurve() throws Exception {
    AsymmetricKeyParameter key =
        PublicKeyFactory.createKey(
            SubjectPublicKeyInfo.getInstance(publicKey(KeySpec.ECC_SECG_P256K1)));
    assertThat(((ECPublicKeyParameters) key).getQ().isValid()).isTrue();
  }

  @Test
  void thePublicKeyOfEd25519IsWhatJavaReadsAndWrites() throws Exception {
    byte[] spki = publicKey(KeySpec.ECC_NIST_EDWARDS25519);
    assertThat(
            KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(spki))
                .getEncoded())
        .isEqualTo(spki);
  }

  /** SoftHSM 2.6 implements AES-KWP wrongly, later releases do it right. */
  @ParameterizedTest
  @EnumSource(names = {"ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519"})
  void theKeyUnwrapsAsKmsAcceptsItOrTheReasonIsReported(KeySpec spec) throws Exception {
    Unwrapping kms = new Unwrapping(2048);
    WrappingAlgorithm algorithm = WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1;
    try (TokenSession session = open.session();
        WrappingKey wrappingKey = session.wrapping().importKey(kms.publicKey())) {
      HsmKey key = session.keys().generate(spec, OpenToken.newId(), "pair", KeyTemplate.LUNA_GUIDE);
      if (canWrapPairs()) {
        assertThat(key.publicKey())
            .contains(
                Unwrapping.publicKeyOf(
                    kms.unwrap(algorithm, session.wrapping().wrap(algorithm, wrappingKey, key))));
      } else {
        assertThatExceptionOfType(HsmException.class)
            .isThrownBy(() -> session.wrapping().wrap(algorithm, wrappingKey, key))
            .withMessageContaining("SoftHSM is correct since version 2.7.0")
            .returns(Fault.REFUSED, HsmException::fault);
      }
    }
  }

  private boolean canWrapPairs() {
    try {
      open.token().proveAesKwp();
      return true;
    } catch (HsmException e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SYMMETRIC_DEFAULT", "HMAC_256"})
  void trialLeavesNothing(KeySpec spec) throws Exception {
    try (TokenSession session = open.session()) {
      session.wrapping().tryOut(spec, WrappingAlgorithm.RSAES_OAEP_SHA_1, KeyTemplate.LUNA_GUIDE);
      assertThat(open.raw().countObjects()).isEqualTo(objectsBefore);
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() ->
              session
                  .wrapping()
                  .tryOut(
                      KeySpec.ECC_SECG_P256K1,
                      WrappingAlgorithm.RSAES_OAEP_SHA_256,
                      KeyTemplate.LUNA_GUIDE));
      assertThat(open.raw().countObjects()).isEqualTo(objectsBefore);
    }
  }

  private byte[] publicKey(KeySpec spec) throws HsmException {
    try (TokenSession session = open.session()) {
      return session
          .keys()
          .generate(spec, OpenToken.newId(), "pair", KeyTemplate.LUNA_GUIDE)
          .publicKey()
          .orElseThrow()
          .bytes();
    }
  }
}
