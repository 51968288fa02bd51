package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyferry.agent.hsm.pkcs11.Curve;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of key that NSS softokn can generate, wrapped in every way that KMS accepts. */
final class KeyMatrixTest {

  /** NSS softokn's behavior with these depends on the release. */
  private static final Set<KeySpec> NOT_ON_EVERY_TOKEN =
      Set.of(KeySpec.ECC_SECG_P256K1, KeySpec.ECC_NIST_EDWARDS25519);

  private static final Unwrapping KMS = new Unwrapping(4096);

  private OpenToken open;
  private int objectsBefore;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    open = new OpenToken(TestTokenKind.NSS, directory);
    objectsBefore = open.raw().countObjects();
  }

  @AfterEach
  void close() throws Exception {
    open.close();
  }

  static Stream<KeySpec> specs() {
    return Arrays.stream(KeySpec.values()).filter(spec -> !NOT_ON_EVERY_TOKEN.contains(spec));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void theKeyUnwrapsAsKmsAcceptsItForEveryAlgorithmThatKmsAllows(KeySpec spec) throws Exception {
    try (TokenSession session = open.session();
        WrappingKey wrappingKey = session.wrapping().importKey(KMS.publicKey())) {
      HsmKey key =
          session
              .keys()
              .generate(spec, OpenToken.newId(), "key of " + spec, KeyTemplate.LUNA_GUIDE);
      assertThat(key.form().fits(spec)).isTrue();
      for (WrappingAlgorithm algorithm : WrappingAlgorithm.values()) {
        if (WrappingRule.refusal(spec, algorithm, WrappingKeySpec.RSA_4096).isEmpty()) {
          byte[] wrapped = session.wrapping().wrap(algorithm, wrappingKey, key);
          assertIsTheKey(session, spec, key, KMS.unwrap(algorithm, wrapped));
        }
      }
    }
    int made = spec.isKeyPair() ? 2 : 1;
    assertThat(open.raw().countObjects()).isEqualTo(objectsBefore + made);
  }

  private static void assertIsTheKey(
      TokenSession session, KeySpec spec, HsmKey key, byte[] material) throws Exception {
    switch (spec.family()) {
      case AES ->
          assertThat(key.keyCheckValue())
              .contains(
                  Unwrapping.checkValue(key.keyCheckValue().orElseThrow().method(), material));
      case HMAC -> {
        assertThat(material).hasSize(spec.bits() / 8);
        ChallengeMac made = session.keys().mac(key, spec);
        Mac hmac = Mac.getInstance("HmacSHA" + spec.bits());
        hmac.init(new SecretKeySpec(material, hmac.getAlgorithm()));
        assertThat(made.mac().bytes()).isEqualTo(hmac.doFinal(made.challenge().bytes()));
      }
      case RSA, ECC -> assertThat(key.publicKey()).contains(Unwrapping.publicKeyOf(material));
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void readsBackTheSameInAnotherSession(KeySpec spec) throws Exception {
    HsmKey generated;
    try (TokenSession session = open.session()) {
      generated =
          session
              .keys()
              .generate(spec, OpenToken.newId(), "key of " + spec, KeyTemplate.LUNA_GUIDE);
    }
    try (TokenSession session = open.session()) {
      assertThat(session.keys().find(generated.id()))
          .get()
          .usingRecursiveComparison()
          .ignoringFields("reference")
          .isEqualTo(generated);
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void trialOfEachKindPassesAndLeavesNothing(KeySpec spec) throws Exception {
    try (TokenSession session = open.session()) {
      for (WrappingAlgorithm algorithm : WrappingAlgorithm.values()) {
        if (WrappingRule.refusal(spec, algorithm, WrappingKeySpec.RSA_4096).isEmpty()) {
          session.wrapping().tryOut(spec, algorithm, KeyTemplate.LUNA_GUIDE);
        }
      }
      assertThat(open.raw().countObjects()).isEqualTo(objectsBefore);
    }
  }

  /** With 768 bits, OAEP-SHA-256 carries 30 bytes: the wrap fails after the ephemeral key's use. */
  @Test
  void ephemeralKeyIsDestroyedAlthoughItCannotBeWrapped() throws Exception {
    Unwrapping tooSmall = new Unwrapping(768);
    try (TokenSession session = open.session();
        WrappingKey wrappingKey = session.wrapping().importKey(tooSmall.publicKey())) {
      session.wrapping().mechanism(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256);
      HsmKey key =
          session
              .keys()
              .generate(KeySpec.ECC_NIST_P256, OpenToken.newId(), "pair", KeyTemplate.LUNA_GUIDE);
      int before = open.raw().countObjects();
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() ->
              session.wrapping().wrap(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, wrappingKey, key))
          .withMessageContaining("C_WrapKey with CKM_RSA_PKCS_OAEP (SHA-256)");
      assertThat(open.raw().countObjects()).isEqualTo(before);
    }
  }

  static Set<KeySpec> notOnEveryToken() {
    return NOT_ON_EVERY_TOKEN;
  }

  /**
   * NSS softokn 3.87 has neither. 3.110 generates Ed25519 keys, but wraps them in a PKCS #8 that
   * KMS does not accept (RFC 8410).
   */
  @ParameterizedTest
  @MethodSource("notOnEveryToken")
  void trialPassesIfAndOnlyIfKmsWouldAcceptTheKeyAndLeavesNothing(KeySpec spec) throws Exception {
    WrappingAlgorithm algorithm = WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256;
    try (TokenSession session = open.session()) {
      Optional<HsmException> refusal = Optional.empty();
      try {
        session.wrapping().tryOut(spec, algorithm, KeyTemplate.LUNA_GUIDE);
      } catch (HsmException e) {
        refusal = Optional.of(e);
      }
      assertThat(open.raw().countObjects()).isEqualTo(objectsBefore);
      assertThat(refusal.isEmpty()).isEqualTo(kmsWouldAccept(session, spec, algorithm));
    }
  }

  private boolean kmsWouldAccept(TokenSession session, KeySpec spec, WrappingAlgorithm algorithm)
      throws Exception {
    if (!open.raw().keepsPairsOn(Curve.of(spec).orElseThrow())) {
      return false;
    }
    HsmKey key = session.keys().generate(spec, OpenToken.newId(), "pair", KeyTemplate.LUNA_GUIDE);
    try (WrappingKey wrappingKey = session.wrapping().importKey(KMS.publicKey())) {
      byte[] material = KMS.unwrap(algorithm, session.wrapping().wrap(algorithm, wrappingKey, key));
      return Unwrapping.hasTheAlgorithmOf(key.publicKey().orElseThrow(), material)
          && key.publicKey().equals(Optional.of(Unwrapping.publicKeyOf(material)));
    }
  }

  @ParameterizedTest
  @MethodSource("notOnEveryToken")
  void aKeyOnACurveThatTheTokenLacksFailsAndNothingIsKept(KeySpec spec) throws Exception {
    boolean keeps = open.raw().keepsPairsOn(Curve.of(spec).orElseThrow());
    try (TokenSession session = open.session()) {
      ThrowingCallable generation =
          () -> session.keys().generate(spec, OpenToken.newId(), "pair", KeyTemplate.LUNA_GUIDE);
      if (keeps) {
        assertThatCode(generation).doesNotThrowAnyException();
      } else {
        assertThatExceptionOfType(HsmException.class).isThrownBy(generation);
      }
    }
    assertThat(open.raw().countObjects()).isEqualTo(objectsBefore + (keeps ? 2 : 0));
  }
}
