package io.keyferry.agent.hsm.token;

import static io.keyferry.agent.hsm.RawToken.CKK_DES3;
import static io.keyferry.agent.hsm.RawToken.CKK_GENERIC_SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keyferry.agent.hsm.CallObserver;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.KeyTemplate.Usage;
import io.keyferry.agent.hsm.OpenToken;
import io.keyferry.agent.hsm.RawToken;
import io.keyferry.agent.hsm.TestTokenKind;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.ReturnCode;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeyCheckValue.Method;
import io.keyferry.model.value.KeySpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import sun.security.pkcs11.wrapper.PKCS11Exception;

@ParameterizedClass
@EnumSource(TestTokenKind.class)
final class KeyObjectsTest {

  private static final List<String> GUIDE =
      List.of(
          "CKA_TOKEN",
          "CKA_SENSITIVE",
          "CKA_PRIVATE",
          "CKA_MODIFIABLE",
          "CKA_ENCRYPT",
          "CKA_DECRYPT",
          "CKA_SIGN",
          "CKA_VERIFY",
          "CKA_WRAP",
          "CKA_UNWRAP",
          "CKA_DERIVE",
          "CKA_EXTRACTABLE");

  private final TestTokenKind kind;
  private final OpenToken open;

  KeyObjectsTest(TestTokenKind kind, @TempDir Path directory) throws Exception {
    this.kind = kind;
    this.open = new OpenToken(kind, directory);
  }

  @AfterEach
  void close() throws Exception {
    open.close();
  }

  @Test
  void generatesAKeyWithTheGuidesTwelveAttributes() throws Exception {
    try (TokenSession session = open.session()) {
      HsmKey key =
          session
              .keys()
              .generate(
                  KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "payments", KeyTemplate.LUNA_GUIDE);
      assertThat(key.label()).isEqualTo("payments");
      assertThat(key.form()).isEqualTo(new KeyForm.Aes(32));
      assertThat(GUIDE)
          .hasSize(12)
          .allSatisfy(name -> assertThat(key.attributes()).containsEntry(name, true));
      assertThat(key.attributes())
          .containsEntry("CKA_ALWAYS_SENSITIVE", true)
          .containsEntry("CKA_NEVER_EXTRACTABLE", false)
          .containsKey("CKA_LOCAL");
    }
  }

  @Test
  void findsTheKeyAgainInAnotherSession() throws Exception {
    CkaId other = OpenToken.newId();
    HsmKey generated;
    try (TokenSession session = open.session()) {
      generated =
          session
              .keys()
              .generate(
                  KeySpec.SYMMETRIC_DEFAULT, other, "Schlüssel für Zürich", KeyTemplate.LUNA_GUIDE);
    }
    try (TokenSession session = open.session()) {
      assertThat(session.keys().find(other))
          .get()
          .usingRecursiveComparison()
          .ignoringFields("reference")
          .isEqualTo(generated);
    }
  }

  @Test
  void keyPlantedUnderTheSameLabel() throws Exception {
    CkaId own = OpenToken.newId();
    try (TokenSession session = open.session()) {
      session
          .keys()
          .generate(
              KeySpec.SYMMETRIC_DEFAULT,
              OpenToken.newId(),
              "the same label",
              KeyTemplate.LUNA_GUIDE);
      assertThat(session.keys().find(own)).isEmpty();

      HsmKey generated =
          session
              .keys()
              .generate(KeySpec.SYMMETRIC_DEFAULT, own, "the same label", KeyTemplate.LUNA_GUIDE);
      session
          .keys()
          .generate(
              KeySpec.SYMMETRIC_DEFAULT,
              OpenToken.newId(),
              "the same label",
              KeyTemplate.LUNA_GUIDE);
      assertThat(session.keys().find(own).orElseThrow().keyCheckValue())
          .isEqualTo(generated.keyCheckValue());
    }
  }

  @Test
  void destroysWhatTheSameSessionGeneratedAndNothingElse() throws Exception {
    CkaId older = OpenToken.newId();
    try (TokenSession session = open.session()) {
      session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, older, "older", KeyTemplate.LUNA_GUIDE);
    }
    int before = open.raw().countObjects();
    try (TokenSession session = open.session()) {
      for (KeySpec spec : List.of(KeySpec.SYMMETRIC_DEFAULT, KeySpec.ECC_NIST_P256)) {
        HsmKey key =
            session.keys().generate(spec, OpenToken.newId(), "new", KeyTemplate.LUNA_GUIDE);
        assertThat(open.raw().countObjects()).isGreaterThan(before);
        session.keys().destroy(key);
        assertThat(open.raw().countObjects()).as(spec.name()).isEqualTo(before);
      }
      HsmKey found = session.keys().find(older).orElseThrow();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.keys().destroy(found))
          .withMessageContaining("this session generated");
      assertThat(session.keys().find(older)).isPresent();
    }
  }

  @Test
  void findsNoKeyWithAnIdThatNoneHas() throws Exception {
    try (TokenSession session = open.session()) {
      assertThat(session.keys().find(OpenToken.newId())).isEmpty();
    }
  }

  @Test
  void keyHasExactlyTheUsagesOfTheTemplate() throws Exception {
    KeyTemplate minimal = new KeyTemplate(Set.of(Usage.ENCRYPT, Usage.DECRYPT), false);
    try (TokenSession session = open.session()) {
      HsmKey key =
          session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "minimal", minimal);
      assertThat(key.attributes())
          .containsEntry("CKA_ENCRYPT", true)
          .containsEntry("CKA_DECRYPT", true)
          .containsEntry("CKA_EXTRACTABLE", true)
          .containsEntry("CKA_SENSITIVE", true)
          .containsEntry("CKA_MODIFIABLE", false)
          .containsEntry("CKA_WRAP", false)
          .containsEntry("CKA_SIGN", false);
    }
  }

  @Test
  void returnsTheCheckValueThatTheTokenSupports() throws Exception {
    KeyTemplate withoutSign = new KeyTemplate(Set.of(Usage.ENCRYPT), true);
    try (TokenSession session = open.session()) {
      HsmKey signing =
          session
              .keys()
              .generate(
                  KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "signs", KeyTemplate.LUNA_GUIDE);
      HsmKey mute =
          session
              .keys()
              .generate(KeySpec.SYMMETRIC_DEFAULT, OpenToken.newId(), "mute", withoutSign);
      switch (kind) {
        case NSS -> {
          assertThat(signing.keyCheckValue())
              .hasValueSatisfying(value -> assertThat(value.method()).isEqualTo(Method.AES_CMAC));
          assertThat(mute.keyCheckValue()).isEmpty();
        }
        case SOFTHSM ->
            assertThat(List.of(signing, mute))
                .allSatisfy(key ->
                    assertThat(key.keyCheckValue())
                        .hasValueSatisfying(
                            value -> assertThat(value.method()).isEqualTo(Method.AES_ECB)));
      }
    }
  }

  /** Keys have usage counters and limits, and an HSM's own log records each use. */
  @Test
  void neitherListingNorReadingUsesAKey() throws Exception {
    CkaId id = OpenToken.newId();
    try (TokenSession session = open.session()) {
      session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, id, "payments", KeyTemplate.LUNA_GUIDE);
      List<String> uses = new ArrayList<>();
      Tokens.observe((function, took, succeeded) -> {
        if (function.startsWith("C_Sign") || function.startsWith("C_Encrypt")) {
          uses.add(function);
        }
      });
      try {
        assertThat(session.keys().list()).hasSize(1);
        assertThat(session.keys().look(new HsmKeyName.Id(id))).isPresent();
        assertThat(session.keys().look(new HsmKeyName.Label("payments"))).isPresent();
        assertThat(uses).isEmpty();
        HsmKey closed = session.keys().setExtractable(session.keys().find(id).orElseThrow(), false);
        uses.clear();
        assertThat(session.keys().find(id)).get().returns(closed.attributes(), HsmKey::attributes);
        assertThat(uses).as("of a key that cannot be wrapped").isEmpty();
      } finally {
        Tokens.observe(CallObserver.NONE);
      }
    }
  }

  @Test
  void twoKeysOfOneLabelAndOneIdAreReportedWithACureThatDistinguishesThem() throws Exception {
    // NSS softokn replaces one key with the other.
    assumeThat(kind).isEqualTo(TestTokenKind.SOFTHSM);
    Map<Attribute, Object> same =
        Map.of(Attribute.LABEL, "same".getBytes(UTF_8), Attribute.ID, new byte[] {1, 2});
    open.raw().generateAes(same);
    open.raw().generateAes(same);
    try (TokenSession session = open.session()) {
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> session.keys().find(new HsmKeyName.Label("same")))
          .withMessage(
              "expected one key labeled 'same', found 2, with CKA_ID 0102, 0102: set a different CKA_ID on each with the HSM's own tool, then name the key by it");
    }
  }

  @Test
  void refusesToMakeASecondKeyWithOneId() throws Exception {
    CkaId twice = OpenToken.newId();
    try (TokenSession session = open.session()) {
      session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, twice, "first", KeyTemplate.LUNA_GUIDE);
      int before = open.raw().countObjects();
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() ->
              session
                  .keys()
                  .generate(KeySpec.SYMMETRIC_DEFAULT, twice, "second", KeyTemplate.LUNA_GUIDE))
          .withMessageContaining("'first'")
          .returns(Fault.REFUSED, HsmException::fault);
      assertThat(open.raw().countObjects()).isEqualTo(before);
    }
  }

  @Test
  void refusesTwoKeysWithOneId() throws Exception {
    CkaId twice = OpenToken.newId();
    // Session objects, because in NSS softokn a second token key replaces the first.
    for (String text : List.of("one", "other")) {
      open.raw()
          .generateAes(
              Map.of(
                  Attribute.ID, twice.bytes(),
                  Attribute.LABEL, text.getBytes(UTF_8),
                  Attribute.TOKEN, false));
    }
    try (TokenSession session = open.session()) {
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> session.keys().find(twice))
          .withMessageContaining("'one'")
          .withMessageContaining("'other'")
          .returns(Fault.REFUSED, HsmException::fault);
    }
  }

  @Test
  void reportsTheKindOfTheKeyItFound() throws Exception {
    CkaId generic = OpenToken.newId();
    CkaId des = OpenToken.newId();
    open.raw().createSecret(CKK_GENERIC_SECRET, generic);
    open.raw().createSecret(CKK_DES3, des);
    try (TokenSession session = open.session()) {
      assertThat(session.keys().find(generic).orElseThrow().form())
          .isEqualTo(new KeyForm.Secret(32));
      assertThat(session.keys().find(des).orElseThrow().form())
          .isEqualTo(new KeyForm.Other("a secret key of type 0x15"));
    }
  }

  @Test
  void findsAKeyByItsLabel() throws Exception {
    CkaId id = OpenToken.newId();
    try (TokenSession session = open.session()) {
      session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, id, "payments", KeyTemplate.LUNA_GUIDE);
      assertThat(session.keys().find(new HsmKeyName.Label("payments")).orElseThrow().id())
          .isEqualTo(id);
      assertThat(session.keys().find(new HsmKeyName.Label("payment"))).isEmpty();
    }
  }

  @Test
  void refusesTwoKeysWithOneLabelAndListsBoth() throws Exception {
    CkaId one = OpenToken.newId();
    CkaId other = OpenToken.newId();
    try (TokenSession session = open.session()) {
      session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, one, "twice", KeyTemplate.LUNA_GUIDE);
      session.keys().generate(KeySpec.ECC_NIST_P256, other, "twice", KeyTemplate.LUNA_GUIDE);
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> session.keys().find(new HsmKeyName.Label("twice")))
          .withMessageContaining(one.hex())
          .withMessageContaining(other.hex())
          .returns(Fault.REFUSED, HsmException::fault);
    }
  }

  @Test
  void refusesALabelledKeyThatHasNoId() throws Exception {
    open.raw().generateAes(Map.of(Attribute.LABEL, "nameless".getBytes(UTF_8)));
    try (TokenSession session = open.session()) {
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> session.keys().find(new HsmKeyName.Label("nameless")))
          .withMessageContaining("expected key 'nameless' to have a CKA_ID")
          .returns(Fault.REFUSED, HsmException::fault);
    }
  }

  /**
   * The reverse change is Luna's alone: in PKCS#11 v2.40, 4.9, CKA_EXTRACTABLE can only become
   * false.
   */
  @Test
  void aKeyBecomesUnextractableAndNeverExtractableAgain() throws Exception {
    CkaId id = OpenToken.newId();
    try (TokenSession session = open.session()) {
      HsmKey key =
          session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, id, "closed", KeyTemplate.LUNA_GUIDE);

      HsmKey closed = session.keys().setExtractable(key, false);

      assertThat(closed.attributes()).containsEntry("CKA_EXTRACTABLE", false);
      assertThatExceptionOfType(HsmException.class)
          .isThrownBy(() -> session.keys().setExtractable(closed, true))
          .withMessageContaining("CKR_ATTRIBUTE_READ_ONLY")
          .returns(Fault.REFUSED, HsmException::fault);
      assertThat(session.keys().find(id).orElseThrow().attributes())
          .containsEntry("CKA_EXTRACTABLE", false);
    }
  }

  @Test
  void listsTheTokensKeysThatHaveAnId() throws Exception {
    CkaId listed = OpenToken.newId();
    open.raw().generateAes(Map.of(Attribute.LABEL, "without id".getBytes(UTF_8)));
    try (TokenSession session = open.session()) {
      session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, listed, "listed", KeyTemplate.LUNA_GUIDE);
      assertThat(session.keys().list())
          .anySatisfy(key -> assertThat(key.id()).isEqualTo(listed))
          .noneSatisfy(key -> assertThat(key.label()).isEqualTo("without id"));
    }
  }

  @Test
  void theValueOfAGeneratedKeyCannotBeRead() throws Exception {
    CkaId secret = OpenToken.newId();
    try (TokenSession session = open.session()) {
      session.keys().generate(KeySpec.SYMMETRIC_DEFAULT, secret, "secret", KeyTemplate.LUNA_GUIDE);
      long handle = open.raw().one(RawToken.CKO_SECRET_KEY, secret);
      assertThatExceptionOfType(PKCS11Exception.class)
          .isThrownBy(() -> open.raw().read(handle, RawToken.CKA_VALUE))
          .returns(ReturnCode.ATTRIBUTE_SENSITIVE, PKCS11Exception::getErrorCode);
    }
  }

  @Test
  void aClosedSessionSaysSo() throws Exception {
    TokenSession session = open.session();
    session.close();
    assertThatExceptionOfType(HsmException.class)
        .isThrownBy(() -> session.keys().find(OpenToken.newId()))
        .withMessageContaining("closed")
        .returns(Fault.SESSION_LOST, HsmException::fault);
  }
}
