package io.keyferry.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.CkaId;
import io.keyferry.model.Failure;
import io.keyferry.model.FailureCode;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.HsmKeyReport;
import io.keyferry.model.KeySpec;
import io.keyferry.model.WrappingAlgorithm;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs for keys of other kinds than AES, and for keys that the HSM has already. */
final class KeyKindsTest {

  private static final CkaId ID = new CkaId("0a0b");

  @TempDir private Path directory;
  private AgentHalf half;

  @BeforeEach
  void begin() throws Exception {
    half = new AgentHalf(directory, allowing(HsmKeyName.parse("label:payments")));
  }

  @Test
  void aPairIsAnsweredWithItsPublicKey() throws Exception {
    half.work(
        half.jobs
            .keySpec(KeySpec.ECC_NIST_P521)
            .algorithm(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256));
    HsmKeyReport key = half.results.only().wrapped().orElseThrow().hsmKey();
    assertThat(key.publicKey()).contains(MemoryToken.PUBLIC_KEY);
    assertThat(key.mac()).isEmpty();
    assertThat(key.keyCheckValue()).isEmpty();
  }

  @Test
  void anHmacKeyIsAnsweredWithTheMacOfAChallenge() throws Exception {
    half.work(half.jobs.keySpec(KeySpec.HMAC_384));
    HsmKeyReport key = half.results.only().wrapped().orElseThrow().hsmKey();
    assertThat(key.mac()).contains(MemoryToken.MAC);
    assertThat(key.publicKey()).isEmpty();
  }

  @Test
  void anAesKeyMakesNoMac() throws Exception {
    half.work(half.jobs);
    assertThat(half.token.calls()).doesNotContain("mac");
  }

  @Test
  void wrapsTheKeyThatHasTheLabel() throws Exception {
    make(KeySpec.SYMMETRIC_DEFAULT, "payments");
    half.work(half.jobs.existingKey(HsmKeyName.parse("label:payments")));
    HsmKeyReport key = half.results.only().wrapped().orElseThrow().hsmKey();
    assertThat(key.ckaId()).isEqualTo(ID);
    assertThat(key.origin()).isEqualTo(HsmKeyReport.Origin.FOUND);
    assertThat(half.calls("generate")).isOne();
  }

  @Test
  void makesNoKeyInPlaceOfOneThatHasNotTheLabel() throws Exception {
    Failure failure = refused(half.jobs.existingKey(HsmKeyName.parse("label:payments")));
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_MISSING);
    assertThat(failure.reason()).contains("a key with label 'payments'");
  }

  @Test
  void refusesALabelThatThePolicyDoesNotNameWithoutAnyHsmCallForIt() throws Exception {
    Failure failure = refused(half.jobs.existingKey(HsmKeyName.parse("label:other")));
    assertThat(failure.code()).isEqualTo(FailureCode.POLICY);
    assertThat(failure.reason())
        .contains("expected one of label:payments, found the HSM key with label 'other'");
    assertThat(half.token.calls()).doesNotContain("findLabelled");
  }

  @Test
  void refusesAKeyOfAnotherKindThanTheKmsKey() throws Exception {
    make(KeySpec.HMAC_384, "payments");
    Failure failure = refused(half.jobs.existingKey(HsmKeyName.parse("label:payments")));
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_UNFIT);
    assertThat(failure.reason())
        .contains("to be an AES key of 32 bytes, found a secret of 48 bytes");
  }

  @Test
  void theAgentsOwnKeyIsNotWrappedThoughThePolicyNamesIt(@TempDir Path another) throws Exception {
    half = new AgentHalf(another, allowing(HsmKeyName.parse("label:keyferry-agent")));
    make(KeySpec.ECC_NIST_P521, "keyferry-agent");
    Failure failure =
        refused(
            half.jobs
                .keySpec(KeySpec.ECC_NIST_P521)
                .algorithm(WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256)
                .existingKey(HsmKeyName.parse("label:keyferry-agent")));
    assertThat(failure.code()).isEqualTo(FailureCode.HSM_KEY_UNFIT);
    assertThat(failure.reason()).contains("found the agent's own signing key");
    assertThat(half.token.calls()).doesNotContain("wrap");
  }

  private Failure refused(Jobs jobs) throws Exception {
    half.work(jobs);
    return half.results.only().refused().orElseThrow();
  }

  private void make(KeySpec spec, String label) throws Exception {
    try (TokenSession session = half.token.openSession()) {
      HsmKey made = session.generate(spec, ID, label, KeyTemplate.LUNA_GUIDE);
      assertThat(made.label()).isEqualTo(label);
    }
  }

  private static Policy allowing(HsmKeyName key) {
    return new Policy(
        Jobs.POLICY.accounts(),
        Jobs.POLICY.regions(),
        List.of(KeyPattern.ANY),
        Jobs.POLICY.keySpecs(),
        Jobs.POLICY.wrappingAlgorithms(),
        Jobs.POLICY.leastWrappingKeyBits(),
        Jobs.POLICY.longestJobAge(),
        Set.of(key),
        false);
  }
}
