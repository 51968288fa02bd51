package io.keyferry.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyferry.model.testing.EcSigner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private final Map<String, String> variables = new HashMap<>(good());

  @Test
  void readsWhatLambdaAndTheDeploymentSet() {
    Settings settings = Settings.of(variables);
    assertThat(settings.table()).isEqualTo("keyferry-imports");
    assertThat(settings.jobLifetime()).isEqualTo(Duration.ofHours(12));
    variables.put("KEYFERRY_JOB_LIFETIME", "PT90M");
    assertThat(Settings.of(variables).jobLifetime()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void tellsEveryFaultAtOnce() {
    assertThatThrownBy(() -> Settings.of(Map.of("KEYFERRY_JOB_LIFETIME", "PT25H")))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll(
            "AWS_REGION",
            "AWS_LAMBDA_FUNCTION_NAME",
            "KEYFERRY_TABLE",
            "KEYFERRY_JOBS_QUEUE_URL",
            "KEYFERRY_RESULTS_QUEUE_URL",
            "KEYFERRY_SIGNING_KEY",
            "KEYFERRY_AGENT_KEY",
            "KEYFERRY_JOB_LIFETIME",
            "PT25H");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEYFERRY_JOB_LIFETIME=PT0S",
        "KEYFERRY_JOB_LIFETIME=12h",
        "KEYFERRY_JOBS_QUEUE_URL=https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
        "KEYFERRY_SIGNING_KEY=alias/signing",
        "KEYFERRY_AGENT_KEY=-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----"
      })
  void namesTheVariableAtFault(String setting) {
    String[] parts = setting.split("=", 2);
    variables.put(parts[0], parts[1]);
    assertThatThrownBy(() -> Settings.of(variables))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll(parts[0] + ": expected", "found '");
  }

  private static Map<String, String> good() {
    return Map.of(
        "AWS_REGION",
        "eu-west-1",
        "AWS_LAMBDA_FUNCTION_NAME",
        "request",
        "KEYFERRY_TABLE",
        "keyferry-imports",
        "KEYFERRY_JOBS_QUEUE_URL",
        "http://127.0.0.1:9324/123456789012/jobs.fifo",
        "KEYFERRY_RESULTS_QUEUE_URL",
        "https://sqs.eu-west-1.amazonaws.com/123456789012/results.fifo",
        "KEYFERRY_SIGNING_KEY",
        "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "KEYFERRY_AGENT_KEY",
        EcSigner.create().verificationKey().pem());
  }
}
