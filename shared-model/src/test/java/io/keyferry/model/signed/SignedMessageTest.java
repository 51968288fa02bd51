package io.keyferry.model.signed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.Samples;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.JobId;
import io.keyferry.model.message.MessageType;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.message.WrapOutcome;
import io.keyferry.model.message.WrapResult;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.signed.RejectedMessageException.Flaw;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignedMessageTest {

  private final EcSigner cloud = EcSigner.create();
  private final String sealed = SignedMessage.sign(MessageType.WRAP_JOB, Samples.job(), cloud);

  @Test
  void verifiesWhatItSigned() throws Exception {
    assertThat(open(sealed)).isEqualTo(Samples.job());
  }

  @Test
  void verifiesAResultWithAWrappedKeyAndOneWithAFailure() throws Exception {
    for (WrapOutcome outcome :
        new WrapOutcome[] {
          Samples.wrappedKey(), Failure.of(FailureCode.POLICY, "allow the account in policy")
        }) {
      WrapResult result =
          WrapResult.to(
              Samples.job(),
              Samples.AGENT,
              Instant.parse("2026-11-23T10:00:00Z"),
              outcome,
              "a.b.c");
      String message = SignedMessage.sign(MessageType.WRAP_RESULT, result, cloud);

      WrapResult opened =
          SignedMessage.verify(MessageType.WRAP_RESULT, message, cloud.verificationKey());

      assertThat(opened).isEqualTo(result);
      assertThat(opened.outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void aResultIsAWrappedKeyOrARefusalNeverBothOrNeither() {
    assertThatThrownBy(() ->
            result(
                Optional.of(Samples.wrappedKey()),
                Optional.of(Failure.of(FailureCode.POLICY, "not allowed"))))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageEndingWith("found 'both'");
    assertThatThrownBy(() -> result(Optional.empty(), Optional.empty()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageEndingWith("found 'neither'");
  }

  @Test
  void forgedByAnotherSigner() {
    EcSigner forger = EcSigner.create();
    assertRejected(
        SignedMessage.sign(MessageType.WRAP_JOB, Samples.job(), forger), Flaw.OTHER_SIGNER);
  }

  @Test
  void forgedByAnotherSignerUnderTheTrueKeysName() {
    EcSigner forger = EcSigner.create();
    String forged = SignedMessage.sign(MessageType.WRAP_JOB, Samples.job(), forger);
    assertRejected(
        part(sealed, 0) + "." + part(sealed, 1) + "." + part(forged, 2), Flaw.SIGNATURE_INVALID);
  }

  @Test
  void swappedWrappingKeyUnderTheTrueSignature() {
    String changed =
        new String(JsonCodec.write(Samples.job()), StandardCharsets.UTF_8)
            .replace(
                Samples.WRAPPING_KEY.spki().base64(), Samples.wrappingKey(2048).spki().base64());
    assertRejected(
        part(sealed, 0) + "." + encode(changed) + "." + part(sealed, 2), Flaw.SIGNATURE_INVALID);
  }

  @Test
  void resultUsedAsAJob() {
    WrapResult result =
        WrapResult.to(Samples.job(), Samples.AGENT, Samples.ISSUED, Samples.wrappedKey(), "a.b.c");
    assertRejected(SignedMessage.sign(MessageType.WRAP_RESULT, result, cloud), Flaw.WRONG_HEADER);
  }

  @Test
  void algorithmNone() {
    String header =
        "{\"alg\":\"none\",\"typ\":\"keyferry-wrap-job.v1+jws\",\"kid\":\"" + kid() + "\"}";
    assertRejected(encode(header) + "." + part(sealed, 1) + ".", Flaw.WRONG_HEADER);
  }

  @Test
  void hmacWithThePublicKeyAsTheSecret() throws GeneralSecurityException {
    for (String alg : List.of("HS256", "ES256")) {
      String header =
          "{\"alg\":\"%s\",\"typ\":\"keyferry-wrap-job.v1+jws\",\"kid\":\"%s\"}"
              .formatted(alg, kid());
      String signed = encode(header) + "." + part(sealed, 1);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              cloud.verificationKey().pem().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      byte[] tag = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      assertRejected(
          signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(tag),
          alg.equals("HS256") ? Flaw.WRONG_HEADER : Flaw.SIGNATURE_INVALID);
    }
  }

  @Test
  void publicKeyOfTheForgerInTheHeader() {
    String header =
        "{\"alg\":\"ES256\",\"typ\":\"keyferry-wrap-job.v1+jws\",\"kid\":\"%s\",\"jwk\":{\"kty\":\"EC\"}}"
            .formatted(kid());
    assertRejected(
        encode(header) + "." + part(sealed, 1) + "." + part(sealed, 2), Flaw.WRONG_HEADER);
  }

  @Test
  void signatureOfZeros() {
    assertRejected(
        part(sealed, 0)
            + "."
            + part(sealed, 1)
            + "."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]),
        Flaw.SIGNATURE_INVALID);
  }

  @Test
  void secondSpellingOfTheSameSignature() {
    char last = sealed.charAt(sealed.length() - 1);
    // 64 bytes leave two spare bits in the last character: another last character may decode to the
    // same bytes.
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char other = alphabet.charAt(alphabet.indexOf(last) ^ 1);
    assertRejected(sealed.substring(0, sealed.length() - 1) + other, Flaw.NOT_A_COMPACT_JWS);
  }

  @Test
  void oversizedMessageIsNotParsed() {
    assertRejected("a".repeat(MessageType.WRAP_JOB.maxCharacters() + 1), Flaw.TOO_LONG);
    assertRejected("a".repeat(MessageType.WRAP_JOB.maxCharacters()), Flaw.NOT_A_COMPACT_JWS);
  }

  @Test
  void refusesWhatIsNoJwsAtAll() {
    assertRejected("", Flaw.NOT_A_COMPACT_JWS);
    assertRejected("hello", Flaw.NOT_A_COMPACT_JWS);
    assertRejected("a.b.c.d", Flaw.NOT_A_COMPACT_JWS);
    assertRejected("{}.{}.{}", Flaw.NOT_A_COMPACT_JWS);
  }

  @Test
  void refusesASignedMessageWithAnUnknownField() {
    assertRejected(signed(text().replaceFirst("\\{", "{\"extra\":1,")), Flaw.CONTENT_INVALID);
  }

  @Test
  void refusesASignedMessageWithADoubledField() {
    assertRejected(signed(text().replaceFirst("\\{", "{\"attempt\":1,")), Flaw.CONTENT_INVALID);
  }

  @Test
  void refusesASignedMessageWithoutAField() {
    assertRejected(signed(text().replace("\"attempt\":1,", "")), Flaw.CONTENT_INVALID);
    assertRejected(
        signed(text().replaceFirst("\"audience\":\"[^\"]*\",", "")), Flaw.CONTENT_INVALID);
  }

  private static WrapResult result(Optional<WrappedKey> wrapped, Optional<Failure> refused) {
    return new WrapResult(
        new JobId(Samples.IMPORT_ID, 1),
        new WrapResult.KmsKey(Samples.KEY_ARN, Samples.WRAPPING_KEY.fingerprint()),
        new WrapResult.Reply(Samples.AGENT, Samples.ISSUED, "a.b.c"),
        new WrapResult.Content(wrapped, refused));
  }

  private static String text() {
    return new String(JsonCodec.write(Samples.job()), StandardCharsets.UTF_8);
  }

  private String signed(String content) {
    String signed = part(sealed, 0) + "." + encode(content);
    byte[] signature =
        LowSignature.of(cloud.sign(Sha256.digest(signed.getBytes(StandardCharsets.US_ASCII))));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private String kid() {
    return cloud.verificationKey().thumbprint().value();
  }

  private static String part(String compact, int index) {
    return compact.split("\\.", -1)[index];
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private WrapJob open(String compact) throws RejectedMessageException {
    return SignedMessage.verify(MessageType.WRAP_JOB, compact, cloud.verificationKey());
  }

  private void assertRejected(String compact, Flaw flaw) {
    assertThatThrownBy(() -> open(compact))
        .isInstanceOfSatisfying(
            RejectedMessageException.class,
            e -> assertThat(e.flaw()).as(e.getMessage()).isEqualTo(flaw));
  }
}
