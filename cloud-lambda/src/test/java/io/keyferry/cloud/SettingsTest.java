package io.keyferry.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.cloud.request.RequestLimits;
import io.keyferry.cloud.request.WrappingLimits;
import io.keyferry.model.testing.EcSigner;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final VerificationKey KEY = EcSigner.create().verificationKey();
  private static final String JOBS = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo";

  private final Map<String, String> variables = new HashMap<>(good());

  @Test
  void readWhatLambdaAndTheDeploymentSet() {
    Settings settings = settings();
    assertThat(settings.table().name()).isEqualTo("keyferry-imports");
    assertThat(settings.eventBus()).isEqualTo("default");
    assertThat(settings.agents()).hasSize(1);
    assertThat(settings.agents().getFirst().key().thumbprint()).isEqualTo(KEY.thumbprint());
    assertThat(settings.agents().getFirst().jobsQueueUrl()).isEqualTo(JOBS);
  }

  @Test
  void haveDefaultsForWhatMayBeLeftOut() {
    Settings settings = settings();
    assertThat(settings.jobLifetime()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.table().keepFailed()).isEqualTo(Duration.ofDays(400));
    assertThat(settings.limits())
        .isEqualTo(new RequestLimits(WrappingLimits.NONE, List.of(), false));
  }

  @Test
  void takeWhatTheOperatorSetsInPlaceOfADefault() {
    variables.put("KEYFERRY_JOB_LIFETIME", "PT90M");
    variables.put("KEYFERRY_KEEP_FAILED", "P30D");
    variables.put("KEYFERRY_WRAPPING_ALGORITHMS", "RSAES_OAEP_SHA_256,RSA_AES_KEY_WRAP_SHA_256");
    variables.put("KEYFERRY_WRAPPING_KEY_SPECS", "RSA_4096");
    variables.put("KEYFERRY_TAG_KEYS", "origin,cost:*");
    variables.put("KEYFERRY_ALLOW_EVEN_IF_DISABLED", "true");
    Settings settings = settings();
    assertThat(settings.jobLifetime()).isEqualTo(Duration.ofMinutes(90));
    assertThat(settings.table().keepFailed()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.limits())
        .isEqualTo(
            new RequestLimits(
                new WrappingLimits(
                    List.of(
                        WrappingAlgorithm.RSAES_OAEP_SHA_256,
                        WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256),
                    List.of(WrappingKeySpec.RSA_4096)),
                List.of("origin", "cost:*"),
                true));
  }

  @Test
  void reportEveryViolationAtOnce() {
    variables.clear();
    variables.put("KEYFERRY_JOB_LIFETIME", "PT25H");
    assertThatThrownBy(this::settings)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll(
            "AWS_REGION",
            "AWS_LAMBDA_FUNCTION_NAME",
            "KEYFERRY_TABLE",
            "KEYFERRY_SIGNING_KEY",
            "KEYFERRY_AGENTS",
            "KEYFERRY_EVENT_BUS",
            "KEYFERRY_JOB_LIFETIME",
            "PT25H");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEYFERRY_JOB_LIFETIME=PT0S",
        "KEYFERRY_JOB_LIFETIME=12h",
        "KEYFERRY_KEEP_FAILED=P3651D",
        "KEYFERRY_SIGNING_KEY=alias/signing",
        "KEYFERRY_WRAPPING_ALGORITHMS=RSAES_OAEP_SHA_256, RSAES_OAEP_SHA_1",
        "KEYFERRY_WRAPPING_KEY_SPECS=",
        "KEYFERRY_EVENT_BUS=a bus",
        "KEYFERRY_TAG_KEYS=",
        "KEYFERRY_TAG_KEYS=origin,",
        "KEYFERRY_TAG_KEYS=*origin",
        "KEYFERRY_TAG_KEYS=a,b;c",
        "KEYFERRY_ALLOW_EVEN_IF_DISABLED=yes",
        "KEYFERRY_ALLOW_EVEN_IF_DISABLED=",
        "AWS_REGION=Ireland",
        "KEYFERRY_AGENTS=[]",
        "KEYFERRY_AGENTS=hsm-1",
        "KEYFERRY_AGENTS={}"
      })
  void nameTheVariableInViolation(String setting) {
    String[] parts = setting.split("=", 2);
    variables.put(parts[0], parts[1]);
    assertThatThrownBy(this::settings)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll(parts[0] + ": expected", "found '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-west-1", "us-east-1", "ap-southeast-5", "us-gov-west-1"})
  void takeTheRegionsOfThePartitionsThatAreServed(String region) {
    variables.put("AWS_REGION", region);
    assertThat(settings().function().region()).isEqualTo(region);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cn-north-1",
        "cn-northwest-1",
        "us-iso-east-1",
        "us-isob-east-1",
        "eu-isoe-west-1",
        "us-isof-south-1",
        "eusc-de-east-1",
        "mars-north-1"
      })
  void refuseTheRegionsOfOtherPartitions(String region) {
    variables.put("AWS_REGION", region);
    assertThatThrownBy(this::settings)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "AWS_REGION: expected a Region of a partition that KeyFerry serves (aws, aws-us-gov), found '"
                + region);
  }

  @Test
  void nameEveryFieldOfAnAgentInViolation() {
    variables.put("KEYFERRY_AGENTS", "[{\"name\":\"HSM\",\"publicKey\":\"AAAA\"},3]");
    assertThatThrownBy(this::settings)
        .hasMessageContainingAll(
            "KEYFERRY_AGENTS[0].name: expected an agent's name",
            "found 'HSM'",
            "KEYFERRY_AGENTS[0].publicKey: expected an EC P-256 public key as PEM, found 'AAAA'",
            "KEYFERRY_AGENTS[0].jobsQueueUrl: expected a FIFO queue's URL, found nothing",
            "KEYFERRY_AGENTS[1]: expected an object with name, publicKey and jobsQueueUrl, found 3");
  }

  @Test
  void refuseTwoAgentsWithOneNameOrOneKeyOrOneQueue() {
    String agent = TestEnvironment.agent("hsm-1", KEY.pem(), JOBS);
    variables.put("KEYFERRY_AGENTS", "[" + agent + "," + agent + "]");
    assertThatThrownBy(this::settings)
        .hasMessageContainingAll(
            "KEYFERRY_AGENTS[1].name: expected an agent's name",
            "found that of another agent, hsm-1",
            "KEYFERRY_AGENTS[1].publicKey: expected an EC P-256 public key as PEM, found that of another",
            "KEYFERRY_AGENTS[1].jobsQueueUrl: expected a FIFO queue's URL, found that of another");
  }

  @Test
  void refuseEveryVariableThatWouldSendSignedCallsElsewhere() {
    variables.put("AWS_ENDPOINT_URL", "http://attacker.example");
    variables.put("AWS_ENDPOINT_URL_KMS", "http://attacker.example");
    assertThatThrownBy(this::settings)
        .hasMessageContainingAll(
            "AWS_ENDPOINT_URL: expected no such variable",
            "AWS_ENDPOINT_URL_KMS: expected no such variable",
            "KEYFERRY_LOCAL_STACK=true");
    variables.put("KEYFERRY_LOCAL_STACK", "true");
    assertThat(settings().function().region()).isEqualTo("eu-west-1");
  }

  private Settings settings() {
    return Settings.of(variables);
  }

  private static Map<String, String> good() {
    return Map.of(
        "AWS_REGION",
        "eu-west-1",
        "AWS_LAMBDA_FUNCTION_NAME",
        "keyferry-request-import",
        "KEYFERRY_TABLE",
        "keyferry-imports",
        "KEYFERRY_EVENT_BUS",
        "default",
        "KEYFERRY_SIGNING_KEY",
        "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "KEYFERRY_AGENTS",
        TestEnvironment.agents("hsm-1", KEY, JOBS));
  }
}
