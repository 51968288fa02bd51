package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.Unwrapping;
import io.keyferry.agent.job.check.KeyPattern;
import io.keyferry.agent.job.check.Policy;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrappedKey;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.HsmKeyReport;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs for keys of other kinds than AES, and for existing keys of the HSM. */
final class KeyKindsTest {

  private static final CkaId ID = new CkaId("0a0b");

  @TempDir private Path directory;
  private AgentHalf half;

  @BeforeEach
  void begin() throws Exception {
    half = new AgentHalf(directory, allowing(HsmKeyName.parse("label:payments")));
  }

  @AfterEach
  void close() {
    half.close();
  }

  @Test
  void aPairIsAnsweredWithItsPublicKey() throws Exception {
    half.work(
        half.jobs
            .keySpec(KeySpec.ECC_NIST_P521)
            .algorithm(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256));
    HsmKeyReport key = wrapped().hsmKey();
    assertThat(key.proof().publicKey()).contains(Unwrapping.publicKeyOf(material()));
    assertThat(key.proof().mac()).isEmpty();
    assertThat(key.proof().keyCheckValue()).isEmpty();
  }

  @Test
  void anHmacKeyIsAnsweredWithTheMacOfAChallenge() throws Exception {
    half.work(half.jobs.keySpec(KeySpec.HMAC_384));
    HsmKeyReport key = wrapped().hsmKey();
    ChallengeMac reported = key.proof().mac().orElseThrow();
    assertThat(reported.mac()).isEqualTo(hmacSha384(material(), reported.challenge()));
    assertThat(key.proof().publicKey()).isEmpty();
  }

  @Test
  void aesKeyIsAnsweredWithItsCheckValueAndNoMac() throws Exception {
    half.work(half.jobs);
    KeyCheckValue reported = wrapped().hsmKey().proof().keyCheckValue().orElseThrow();
    assertThat(reported).isEqualTo(Unwrapping.checkValue(reported.method(), material()));
    assertThat(wrapped().hsmKey().proof().mac()).isEmpty();
    assertThat(half.token.calls()).doesNotContain("mac");
  }

  @Test
  void wrapsTheKeyThatHasTheLabel() throws Exception {
    half.token.plant(KeySpec.SYMMETRIC_DEFAULT, ID, "payments");
    half.work(half.jobs.existingKey(HsmKeyName.parse("label:payments")));
    HsmKeyReport key = wrapped().hsmKey();
    assertThat(key.ckaId()).isEqualTo(ID);
    assertThat(key.object().origin()).isEqualTo(HsmKeyReport.Origin.FOUND);
    assertThat(half.calls("generate")).isZero();
  }

  @Test
  void wrapsNeitherOfTwoKeysThatHaveTheLabel() throws Exception {
    half.token.plant(KeySpec.SYMMETRIC_DEFAULT, ID, "payments");
    half.token.plantTwin(new CkaId("0c0d"), "payments");
    Failure failure = refused(half.jobs.existingKey(HsmKeyName.parse("label:payments")));
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_REFUSED);
    assertThat(failure.reason()).contains("found 2, with CKA_ID 0a0b, 0c0d");
    assertThat(half.token.calls()).doesNotContain("importWrappingKey", "wrap");
  }

  @Test
  void generatesNoKeyIfNoneHasTheLabel() throws Exception {
    Failure failure = refused(half.jobs.existingKey(HsmKeyName.parse("label:payments")));
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_MISSING);
    assertThat(failure.reason()).contains("a key with label 'payments'");
  }

  @Test
  void refusesALabelThatThePolicyDoesNotNameWithoutAnyHsmCall() throws Exception {
    Failure failure = refused(half.jobs.existingKey(HsmKeyName.parse("label:other")));
    assertThat(failure.code()).isEqualTo(FailureCode.POLICY);
    assertThat(failure.reason())
        .contains("expected one of label:payments, found the HSM key with label 'other'");
    assertThat(half.token.calls()).doesNotContain("findLabelled");
  }

  @Test
  void refusesAKeyOfAnotherKindThanTheKmsKey() throws Exception {
    half.token.plant(KeySpec.HMAC_384, ID, "payments");
    Failure failure = refused(half.jobs.existingKey(HsmKeyName.parse("label:payments")));
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_UNFIT);
    assertThat(failure.reason())
        .contains("to be an AES key of 32 bytes, found a secret of 48 bytes");
  }

  @Test
  void theAgentsOwnKeyIsNotWrappedAlthoughThePolicyNamesIt() throws Exception {
    half.close();
    half = new AgentHalf(directory, allowing(HsmKeyName.parse("label:keyferry-agent")), half.token);
    Failure failure =
        refused(
            half.jobs
                .keySpec(KeySpec.ECC_NIST_P256)
                .algorithm(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256)
                .existingKey(HsmKeyName.parse("label:keyferry-agent")));
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_UNFIT);
    assertThat(failure.reason()).contains("found the agent's own signing key");
    assertThat(half.token.calls()).doesNotContain("wrap");
  }

  private Failure refused(Jobs jobs) throws Exception {
    half.work(jobs);
    return half.results.only().content().refused().orElseThrow();
  }

  private WrappedKey wrapped() throws Exception {
    return half.results.only().content().wrapped().orElseThrow();
  }

  /** The key that KMS receives. */
  private byte[] material() throws Exception {
    return Jobs.KMS.unwrap(wrapped().algorithm(), wrapped().encryptedKeyMaterial().bytes());
  }

  private static Blob hmacSha384(byte[] key, Blob challenge) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA384");
    mac.init(new SecretKeySpec(key, "HmacSHA384"));
    return Blob.of(mac.doFinal(challenge.bytes()));
  }

  private static Policy allowing(HsmKeyName key) {
    return new Policy(
        new Policy.KmsKeys(
            Jobs.POLICY.kmsKeys().accounts(),
            Jobs.POLICY.kmsKeys().regions(),
            List.of(KeyPattern.ANY),
            Set.of(
                KeySpec.SYMMETRIC_DEFAULT,
                KeySpec.HMAC_384,
                KeySpec.ECC_NIST_P256,
                KeySpec.ECC_NIST_P521)),
        new Policy.Wrapping(
            Jobs.POLICY.wrapping().algorithms(), Jobs.POLICY.wrapping().minKeyBits()),
        new Policy.HsmKeys(Set.of(key), false),
        Jobs.POLICY.maxJobAge());
  }
}
