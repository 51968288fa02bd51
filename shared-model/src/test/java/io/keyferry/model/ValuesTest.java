package io.keyferry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.message.AuditLine;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KmsKeyId;
import io.keyferry.model.value.UtcTime;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab"
      })
  void takesTheArnOfAKey(String arn) {
    assertThat(KeyArn.parse(arn)).hasToString(arn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn:aws:kms:eu-west-1:123456789012:alias/payments",
        "arn:aws:kms:eu-west-1:12345678901:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:s3:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:123456789012:key/1234ABCD-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab\n"
      })
  void refusesWhatIsNotTheArnOfAKey(String arn) {
    assertThatThrownBy(() -> KeyArn.parse(arn))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("expected a KMS key");
  }

  @Test
  void findsTheIdsOfKeysInAText() {
    String id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    String mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";
    assertThat(KmsKeyId.allIn("wrappingKey_" + id + "_0809092909"))
        .containsExactly(new KmsKeyId(id));
    assertThat(KmsKeyId.allIn(mrk + "/" + id + " " + mrk))
        .containsExactly(new KmsKeyId(mrk), new KmsKeyId(id));
    assertThat(
            KmsKeyId.allIn("x" + id + " " + id + "0 x-" + mrk + " " + mrk.toUpperCase(Locale.ROOT)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T09:30:00",
        "2026-11-23T09:30:00+01:00",
        "2026-02-30T09:30:00Z",
        "2026-11-23 09:30:00Z",
        "2026-11-23T09:30:00.0000Z",
        "9999-12-31T24:00:00Z",
        "2026-12-31T23:59:60Z"
      })
  void refusesATimeThatIsNotInUtc(String time) {
    assertThatThrownBy(() -> UtcTime.parse(time)).isInstanceOf(InvalidValueException.class);
  }

  @Property
  void everyImportIdNamesItsOwnKey(@ForAll long high, @ForAll long low) {
    ImportId id = ImportId.of(new UUID(high, low));
    assertThat(CkaId.of(id).hex()).isEqualTo(id.value().replace("-", ""));
  }

  @Property
  void keyIdNamesTheImportThatGeneratedIt(@ForAll long high, @ForAll long low) {
    ImportId id = ImportId.of(new UUID(high, low));
    assertThat(CkaId.of(id).importId()).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0a", "0b7c0a524f0e4a3c9d0e5f7d3a1b2c", "0b7c0a524f0e4a3c9d0e5f7d3a1b2c4dff"})
  void keyIdOfAnotherLengthNamesNoImport(String hex) {
    assertThat(new CkaId(hex).importId()).isEmpty();
    assertThat(CkaId.of(new CkaId(hex).bytes())).isEqualTo(new CkaId(hex));
  }

  @Test
  void namesReadAsWhatTheyAre() {
    assertThat(Samples.IMPORT_ID).hasToString("0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d");
    assertThat(new CkaId("0a0b")).hasToString("0a0b");
    assertThat(AuditLine.NONE).hasToString("0".repeat(64));
  }

  @Test
  void aKeyCheckValueIsTheLeadingBytesOfABlock() {
    byte[] block = {0x0a, 0x1b, 0x2c, 0x3d, 0x4e, 0x5f};
    assertThat(KeyCheckValue.leading(KeyCheckValue.Method.AES_ECB, block))
        .hasToString("0a1b2c (AES_ECB)");
    assertThat(KeyCheckValue.leading(KeyCheckValue.Method.AES_CMAC, block))
        .hasToString("0a1b2c3d4e (AES_CMAC)");
  }

  @Test
  void anExpirationIsCutToMilliseconds() {
    Instant time = Instant.parse("2027-01-01T00:00:00.123456789Z");
    assertThat(new Expiration(Optional.of(time))).hasToString("2027-01-01T00:00:00.123Z");
    assertThat(Expiration.parse("never")).isEqualTo(Expiration.NEVER).hasToString("never");
  }

  @Test
  void aBlobHasFrom1To6144Bytes() {
    assertThat(Blob.of(new byte[1]).bytes()).hasSize(1);
    assertThat(Blob.of(new byte[6144]).bytes()).hasSize(6144);
    for (int bytes : new int[] {0, 6145}) {
      assertThatThrownBy(() -> Blob.of(new byte[bytes]))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("1 to 6144 bytes");
    }
  }

  @Property
  void aBlobGivesItsBytesBack(@ForAll byte[] bytes) {
    if (bytes.length > 0 && bytes.length <= 6144) {
      assertThat(Blob.of(bytes).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void aBlobNeverShowsItsContent() {
    assertThat(new Blob("c2VjcmV0").toString()).doesNotContain("c2VjcmV0").contains("6 bytes");
  }

  @Test
  void refusesASecondSpellingOfBase64() {
    assertThatThrownBy(() -> new Blob("QUI")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Blob("QUJ=")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void wrappingKeyIsTheRsaKeyOrdered() {
    assertThat(Samples.WRAPPING_KEY.rsa(WrappingKeySpec.RSA_2048).getModulus().bitLength())
        .isEqualTo(2048);
    assertThatThrownBy(() -> Samples.WRAPPING_KEY.rsa(WrappingKeySpec.RSA_4096))
        .hasMessageContaining("4096 bits")
        .hasMessageContaining("2048 bits");
  }

  @Test
  void wrappingKeyWithTrailingBytes() {
    byte[] der = Samples.WRAPPING_KEY.spki().bytes();
    WrappingPublicKey longer = WrappingPublicKey.of(Arrays.copyOf(der, der.length + 1));
    assertThatThrownBy(() -> longer.rsa(WrappingKeySpec.RSA_2048))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void wrappingKeySizeDeterminesItsSpec() {
    assertThat(Samples.WRAPPING_KEY.spec()).isEqualTo(WrappingKeySpec.RSA_2048);
    assertThat(Samples.wrappingKey(3072).spec()).isEqualTo(WrappingKeySpec.RSA_3072);
    WrappingPublicKey small = Samples.wrappingKey(1024);
    assertThatThrownBy(small::spec)
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("expected a wrapping key of 2048, 3072 or 4096 bits, found '1024 bits'");
  }

  @Test
  void wrappingKeyWithTrailingBytesOrAnotherExponentHasNoSpec() throws Exception {
    byte[] der = Samples.WRAPPING_KEY.spki().bytes();
    WrappingPublicKey longer = WrappingPublicKey.of(Arrays.copyOf(der, der.length + 1));
    assertThatThrownBy(longer::spec).isInstanceOf(InvalidValueException.class);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    WrappingPublicKey three =
        WrappingPublicKey.of(generator.generateKeyPair().getPublic().getEncoded());
    assertThatThrownBy(three::spec).hasMessageContaining("exponent 65537");
  }

  @Test
  void wrappingKeyIsReadFromPem() {
    byte[] der = Samples.WRAPPING_KEY.spki().bytes();
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    assertThat(WrappingPublicKey.ofPem(pem)).isEqualTo(Samples.WRAPPING_KEY);
    assertThat(WrappingPublicKey.ofPem(pem.replace("\n", "\r\n"))).isEqualTo(Samples.WRAPPING_KEY);
  }

  @Test
  void refusalDoesNotRevealAPrivateKeyGivenInPlaceOfAPublicOne() {
    for (String begin :
        List.of("-----BEGIN PRIVATE KEY-----", "\n-----BEGIN RSA PRIVATE KEY-----")) {
      assertThatThrownBy(() -> WrappingPublicKey.ofPem(begin + "\nc2VjcmV0\n"))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining(begin.strip())
          .hasMessageNotContaining("c2VjcmV0");
    }
    assertThatThrownBy(() -> VerificationKey.ofPem("c2VjcmV0"))
        .hasMessageContaining("8 characters, not PEM")
        .hasMessageNotContaining("c2VjcmV0");
    assertThatThrownBy(() ->
            WrappingPublicKey.ofPem(
                "-----BEGIN PUBLIC KEY-----\nc2VjcmV0=A\n-----END PUBLIC KEY-----\n"))
        .hasMessageContaining("base64")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void verificationKeyReadsItsOwnPemAndKnowsItself() throws Exception {
    VerificationKey key = EcSigner.create().verificationKey();
    assertThat(VerificationKey.ofPem(key.pem()).thumbprint()).isEqualTo(key.thumbprint());
    assertThat(key.jwk()).contains("\"kid\":\"" + key.thumbprint() + "\"", "\"crv\":\"P-256\"");
  }

  @Test
  void refusesTheKeyOfAnotherKindAsAVerificationKey() {
    assertThatThrownBy(() -> VerificationKey.ofDer(Samples.WRAPPING_KEY.spki().bytes()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> VerificationKey.ofPem("nothing"))
        .isInstanceOf(InvalidValueException.class);
  }
}
