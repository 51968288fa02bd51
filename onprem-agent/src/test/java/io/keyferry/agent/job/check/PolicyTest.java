package io.keyferry.agent.job.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.agent.job.Jobs;
import io.keyferry.model.message.Failure;
import io.keyferry.model.message.FailureCode;
import io.keyferry.model.message.WrapJob;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {

  private static final Jobs JOBS =
      Jobs.to(new KeyThumbprint("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));

  @Test
  void allowsWhatItNames() {
    assertThat(Jobs.POLICY.objection(JOBS.job(), Jobs.NOW)).isEmpty();
  }

  @Test
  void deniesAnotherAccount() {
    assertDenied(
        Jobs.POLICY,
        JOBS.keyArn(Jobs.key("210987654321", "eu-west-1")).job(),
        "found account 210987654321",
        "policy.accounts");
  }

  @Test
  void deniesAnotherRegion() {
    assertDenied(
        Jobs.POLICY,
        JOBS.keyArn(Jobs.key("123456789012", "us-east-1")).job(),
        "found Region us-east-1",
        "policy.regions");
  }

  @Test
  void deniesAKeyThatNoPatternMatches() {
    Policy oneKey = keys("arn:aws:kms:eu-west-1:123456789012:key/mrk-*");
    assertDenied(oneKey, JOBS.job(), "found key " + JOBS.keyArn(), "policy.keys");
  }

  @Test
  void deniesAnAlgorithmThatIsNotNamed() {
    assertDenied(
        Jobs.POLICY,
        JOBS.algorithm(WrappingAlgorithm.RSAES_PKCS1_V1_5).job(),
        "found wrapping algorithm RSAES_PKCS1_V1_5",
        "policy.wrapping-algorithms");
  }

  @Test
  void deniesASmallWrappingKey() {
    Policy large =
        new Policy(
            new Policy.KmsKeys(
                Jobs.POLICY.kmsKeys().accounts(),
                Jobs.POLICY.kmsKeys().regions(),
                Jobs.POLICY.kmsKeys().patterns(),
                Jobs.POLICY.kmsKeys().specs()),
            new Policy.Wrapping(Jobs.POLICY.wrapping().algorithms(), 4096),
            new Policy.HsmKeys(Set.of(), false),
            Jobs.POLICY.maxJobAge());
    assertDenied(large, JOBS.job(), "found RSA_2048", "policy.min-wrapping-key-bits");
  }

  @Test
  void deniesAKeySpecThatIsNotNamed() {
    assertDenied(
        Jobs.POLICY,
        JOBS.keySpec(KeySpec.HMAC_256).job(),
        "found key spec HMAC_256",
        "policy.key-specs");
  }

  @Test
  void allowsAJobOfTheLongestAge() {
    Jobs day = JOBS.issuedAt(Jobs.NOW.minus(Duration.ofHours(24)));
    assertThat(Jobs.POLICY.objection(day.job(), Jobs.NOW)).isEmpty();
    assertThat(Jobs.POLICY.objection(day.job(), Jobs.NOW.plusMillis(1))).isPresent();
  }

  @Test
  void deniesAJobThatIsTooOld() {
    assertDenied(
        Jobs.POLICY,
        JOBS.issuedAt(Jobs.NOW.minus(Duration.ofMinutes(24 * 60 + 1))).job(),
        "found one signed 1441 min ago",
        "policy.max-job-age-minutes");
  }

  @Test
  void deniesTheExportOfAKeyThatIsNotNamed() {
    HsmKeyName named = HsmKeyName.parse("0a0b");
    Policy oneKey =
        new Policy(
            new Policy.KmsKeys(
                Jobs.POLICY.kmsKeys().accounts(),
                Jobs.POLICY.kmsKeys().regions(),
                Jobs.POLICY.kmsKeys().patterns(),
                Jobs.POLICY.kmsKeys().specs()),
            new Policy.Wrapping(Jobs.POLICY.wrapping().algorithms(), 2048),
            new Policy.HsmKeys(Set.of(named), false),
            Jobs.VALID);

    assertThat(oneKey.objectionToExport(named)).isEmpty();
    assertThat(oneKey.objectionToExport(HsmKeyName.parse("0a0c")).orElseThrow().reason())
        .isEqualTo(
            "expected one of 0a0b, found the HSM key with CKA_ID 0a0c: add it to policy.existing-keys in the agent's configuration to allow it");
    assertThat(Jobs.POLICY.objectionToExport(named).orElseThrow().reason())
        .startsWith("expected one of none,");
  }

  @Test
  void digestDistinguishesPoliciesButNotTheirOrder() {
    assertThat(keys("arn:aws:kms:*:*:key/a*").digest())
        .isNotEqualTo(keys("arn:aws:kms:*:*:key/b*").digest());
    assertThat(algorithms(WrappingAlgorithm.RSAES_OAEP_SHA_1, WrappingAlgorithm.RSAES_OAEP_SHA_256))
        .isEqualTo(
            algorithms(WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingAlgorithm.RSAES_OAEP_SHA_1));
  }

  @Test
  void digestCoversEveryPropertyInOneText() {
    Policy policy =
        new Policy(
            new Policy.KmsKeys(
                Set.of("210987654321", "123456789012"),
                Set.of("eu-west-1", "eu-central-1"),
                List.of(new KeyPattern("arn:aws:kms:*:*:key/b*"), KeyPattern.ANY),
                Set.of(KeySpec.SYMMETRIC_DEFAULT, KeySpec.HMAC_256)),
            new Policy.Wrapping(Set.of(WrappingAlgorithm.RSAES_OAEP_SHA_256), 3072),
            new Policy.HsmKeys(Set.of(HsmKeyName.parse("0a0c"), HsmKeyName.parse("0a0b")), true),
            Duration.ofMinutes(90));
    String text =
        """
        accounts: 123456789012, 210987654321
        regions: eu-central-1, eu-west-1
        keys: arn:*:kms:*:*:key/*, arn:aws:kms:*:*:key/b*
        key-specs: HMAC_256, SYMMETRIC_DEFAULT
        wrapping-algorithms: RSAES_OAEP_SHA_256
        least-wrapping-key-bits: 3072
        longest-job-age-minutes: 90
        existing-keys: 0a0b, 0a0c
        make-extractable: true
        """;
    assertThat(policy.digest()).isEqualTo(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Sha256 algorithms(WrappingAlgorithm... allowed) {
    Policy all = Jobs.POLICY;
    return new Policy(
            new Policy.KmsKeys(
                all.kmsKeys().accounts(),
                all.kmsKeys().regions(),
                all.kmsKeys().patterns(),
                all.kmsKeys().specs()),
            new Policy.Wrapping(new LinkedHashSet<>(List.of(allowed)), 2048),
            new Policy.HsmKeys(Set.of(), false),
            Jobs.VALID)
        .digest();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, true",
    "arn:aws:kms:eu-west-1:123456789012:key/*, true",
    "arn:aws:kms:eu-*:123456789012:key/1234abcd-*, true",
    "arn:*:kms:*:*:key/*, true",
    "arn:aws:kms:eu-west-1:123456789012:key/1234abcd, false",
    "arn:aws:kms:*:999999999999:key/*, false",
    "arn:aws:kms:eu-west-2:*:key/*, false",
  })
  void matchesKeysByPattern(String pattern, boolean expected) {
    assertThat(new KeyPattern(pattern).matches(JOBS.keyArn())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "arn:aws:kms:eu-west-1:123456789012:alias/*",
        "arn:aws:s3:::bucket",
        "arn:aws:kms:eu-west-1:123456789012:key/\\E.*"
      })
  void refusesAPatternOfNoKmsKey(String pattern) {
    assertThatThrownBy(() -> new KeyPattern(pattern)).isInstanceOf(InvalidValueException.class);
  }

  private static Policy keys(String pattern) {
    return new Policy(
        new Policy.KmsKeys(
            Set.of("123456789012"),
            Set.of("eu-west-1"),
            List.of(new KeyPattern(pattern)),
            Set.of(KeySpec.SYMMETRIC_DEFAULT)),
        new Policy.Wrapping(Set.of(WrappingAlgorithm.RSAES_OAEP_SHA_256), 2048),
        new Policy.HsmKeys(Set.of(), false),
        Jobs.VALID);
  }

  private static void assertDenied(Policy policy, WrapJob job, String found, String property) {
    Failure failure = policy.objection(job, Jobs.NOW).orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.POLICY);
    assertThat(failure.reason()).contains(found).contains(property);
  }
}
