package io.keyferry.agent.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TestTokenKind.class)
final class WrappingTest {

  private static final Unwrapping KMS = new Unwrapping(4096);

  private final TestTokenKind kind;
  private final OpenToken open;
  private final int objectsBefore;

  WrappingTest(TestTokenKind kind, @TempDir Path directory) throws Exception {
    this.kind = kind;
    this.open = new OpenToken(kind, directory);
    this.objectsBefore = open.raw().countObjects();
  }

  @AfterEach
  void close() throws Exception {
    open.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = "RSAES_.*")
  void onlyThePrivateHalfOpensTheWrappedKey(WrappingAlgorithm algorithm) throws Exception {
    try (TokenSession session = open.session()) {
      HsmKey key =
          session
              .keys()
              .generate(
                  KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "wrapped", KeyTemplate.LUNA_GUIDE);
      try (WrappingKey wrappingKey = session.wrapping().importKey(KMS.publicKey())) {
        assertThat(wrappingKey.bits()).isEqualTo(4096);
        if (kind == TestTokenKind.SOFTHSM && algorithm == WrappingAlgorithm.RSAES_OAEP_SHA_256) {
          assertThatExceptionOfType(HsmException.class)
              .isThrownBy(() -> session.wrapping().wrap(algorithm, wrappingKey, key))
              .withMessage(
                  "C_WrapKey with CKM_RSA_PKCS_OAEP (SHA-256): CKR_ARGUMENTS_BAD (0x7): the token does not take these parameters; choose an algorithm that it supports")
              .returns(Fault.REFUSED, HsmException::fault);
        } else {
          assertThatTheKeyComesOut(
              algorithm, session.wrapping().wrap(algorithm, wrappingKey, key), key);
        }
      }
    }
    assertThat(open.raw().countObjects()).isEqualTo(objectsBefore + 1);
  }

  private void assertThatTheKeyComesOut(WrappingAlgorithm algorithm, byte[] wrapped, HsmKey key)
      throws Exception {
    assertThat(wrapped).hasSize(512);
    byte[] unwrapped = KMS.unwrap(algorithm, wrapped);
    assertThat(unwrapped).hasSize(32);
    KeyCheckValue value = key.keyCheckValue().orElseThrow();
    assertThat(Unwrapping.checkValue(value.method(), unwrapped)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {2048, 3072})
  void wrapsUnderEverySizeThatKmsOffers(int bits) throws Exception {
    Unwrapping smaller = new Unwrapping(bits);
    try (TokenSession session = open.session()) {
      HsmKey key =
          session
              .keys()
              .generate(
                  KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "sizes", KeyTemplate.LUNA_GUIDE);
      try (WrappingKey wrappingKey = session.wrapping().importKey(smaller.publicKey())) {
        byte[] wrapped =
            session.wrapping().wrap(WrappingAlgorithm.RSAES_OAEP_SHA_1, wrappingKey, key);
        assertThat(wrapped).hasSize(bits / 8);
        assertThat(smaller.unwrap(WrappingAlgorithm.RSAES_OAEP_SHA_1, wrapped)).hasSize(32);
      }
    }
  }

  @Test
  void theWrappingKeyMayEncryptVerifyAndWrapAndIsGoneWhenClosed() throws Exception {
    Map<Attribute, Object> mayAll =
        Map.of(
            Attribute.CLASS, RawToken.CKO_PUBLIC_KEY,
            Attribute.TOKEN, false,
            Attribute.ENCRYPT, true,
            Attribute.VERIFY, true,
            Attribute.WRAP, true);
    try (TokenSession session = open.session()) {
      WrappingKey wrappingKey = session.wrapping().importKey(KMS.publicKey());
      assertThat(open.raw().find(mayAll)).hasSize(1);
      wrappingKey.close();
      assertThat(open.raw().find(mayAll)).isEmpty();
      wrappingKey.close();
    }
  }

  @Test
  void unclosedWrappingKeyIsDestroyedWithItsSession() throws Exception {
    try (TokenSession session = open.session()) {
      session.wrapping().importKey(KMS.publicKey());
      assertThat(open.raw().countObjects()).isEqualTo(objectsBefore + 1);
    }
    assertThat(open.raw().countObjects()).isEqualTo(objectsBefore);
  }

  @ParameterizedTest
  @EnumSource(names = {"SENSITIVE", "EXTRACTABLE"})
  void refusesAKeyThatIsNotSensitiveOrNotExtractable(Attribute missing) throws Exception {
    CkaId id = OpenToken.newId();
    // A session object, because NSS softokn makes every token key sensitive.
    open.raw()
        .generateAes(Map.of(Attribute.ID, id.bytes(), Attribute.TOKEN, false, missing, false));
    try (TokenSession session = open.session();
        WrappingKey wrappingKey = session.wrapping().importKey(KMS.publicKey())) {
      HsmKey key = session.keys().find(id).orElseThrow();
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(
              () -> session.wrapping().wrap(WrappingAlgorithm.RSAES_OAEP_SHA_1, wrappingKey, key))
          .withMessageContaining(missing.toString())
          .returns(Fault.REFUSED, HsmException::fault);
    }
    assertThat(open.raw().countObjects()).isEqualTo(objectsBefore + 1);
  }

  @Test
  void refusesAKeyOfAnotherSession() throws Exception {
    CkaId id = OpenToken.newId();
    try (TokenSession one = open.session();
        TokenSession other = open.session();
        WrappingKey wrappingKey = other.wrapping().importKey(KMS.publicKey())) {
      HsmKey key =
          one.keys().generate(KeySpec.SYMMETRIC_DEFAULT, id, "elsewhere", KeyTemplate.LUNA_GUIDE);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> other.wrapping().wrap(WrappingAlgorithm.RSAES_OAEP_SHA_1, wrappingKey, key))
          .withMessageContaining("another");
    }
  }

  @Test
  void threadsWithASessionEachDoNotDisturbOneAnother() throws Exception {
    Callable<Boolean> oneImport =
        () -> {
          try (TokenSession session = open.session();
              WrappingKey wrappingKey = session.wrapping().importKey(KMS.publicKey())) {
            HsmKey key =
                session
                    .keys()
                    .generate(
                        KeySpec.SYMMETRIC_DEFAULT,
                        OpenToken.newId(),
                        "parallel",
                        KeyTemplate.LUNA_GUIDE);
            byte[] wrapped =
                session.wrapping().wrap(WrappingAlgorithm.RSAES_OAEP_SHA_1, wrappingKey, key);
            assertThatTheKeyComesOut(WrappingAlgorithm.RSAES_OAEP_SHA_1, wrapped, key);
            return true;
          }
        };
    List<Callable<Boolean>> imports = IntStream.range(0, 12).mapToObj(i -> oneImport).toList();
    // SoftHSM 2.6.1 sometimes answers CKR_GENERAL_ERROR when two threads create objects: its object
    // store reads what the other has not written yet (SoftHSMv2 issue 573).
    int parallel = kind == TestTokenKind.SOFTHSM ? 1 : 4;
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      for (Future<Boolean> done : threads.invokeAll(imports)) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(open.raw().countObjects()).isEqualTo(objectsBefore + 12);
  }
}
