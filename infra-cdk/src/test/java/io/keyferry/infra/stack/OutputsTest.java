package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class OutputsTest {

  private static final Pattern REQUIRED = Pattern.compile("^\\| (`.*`) \\| .*required \\|");

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  @Test
  void hasTheseOutputs() {
    assertThat(stack.template().path("Outputs").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "ApiUrl",
            "RequestImportFunction",
            "CompleteImportFunction",
            "ReadImportsFunction",
            "ResumeImportsFunction",
            "SigningKeyArn",
            "CloudPublicKeyCommand",
            "ImportsTable",
            "ResultsQueueUrl",
            "JobsQueueUrlHsm1",
            "AgentYmlHsm1",
            "AwsConfigHsm1",
            "JobsQueueUrlHsm2",
            "AgentYmlHsm2");
  }

  @Test
  void agentYmlIsComplete() {
    assertThat(agentYml(stack, "Hsm1"))
        .isEqualTo(
            Map.of(
                "cloud",
                Map.of(
                    "region", "${AWS::Region}",
                    "jobs-queue-url", "${QueuesJobshsm1Queue}",
                    "results-queue-url", "${QueuesResultsQueue}",
                    "signing-key-file", "cloud-key.pem"),
                "token",
                Map.of(
                    "library", "/usr/safenet/lunaclient/lib/libCryptoki2_64.so",
                    "label", "CHANGE-ME"),
                "policy",
                Map.of(
                    "accounts", List.of("${AWS::AccountId}"),
                    "regions", List.of("${AWS::Region}"),
                    "key-specs", List.of("SYMMETRIC_DEFAULT"),
                    "wrapping-algorithms",
                        List.of("RSAES_OAEP_SHA_256", "RSA_AES_KEY_WRAP_SHA_256"),
                    "min-wrapping-key-bits", 4096),
                "audit",
                Map.of("directory", "/var/lib/keyferry/audit"),
                "ledger",
                Map.of("directory", "/var/lib/keyferry/ledger")));
  }

  @Test
  void agentYmlHasThePolicyOfTheSettings() {
    assertThat(agentYml(Synthesized.of(SampleSettings.unusual()), "Hsm2").get("policy"))
        .isEqualTo(
            Map.of(
                "accounts", List.of("012345678901", "210987654321"),
                "regions", List.of("${AWS::Region}"),
                "key-specs", List.of("SYMMETRIC_DEFAULT", "HMAC_256"),
                "wrapping-algorithms", List.of("RSA_AES_KEY_WRAP_SHA_256", "RSAES_OAEP_SHA_1"),
                "min-wrapping-key-bits", 3072));
  }

  @Test
  void eachAgentGetsItsOwnQueue() {
    assertThat(agentYml(stack, "Hsm2").getOrDefault("cloud", Map.of()).get("jobs-queue-url"))
        .isEqualTo("${QueuesJobshsm2Queue}");
  }

  @Test
  void agentYmlHasEveryPropertyThatTheAgentsDocumentationCallsRequired() throws IOException {
    Map<String, Map<String, Object>> yml = agentYml(stack, "Hsm1");

    List<String> required =
        Files.readAllLines(Path.of("../docs/agent-configuration.md")).stream()
            .map(REQUIRED::matcher)
            .filter(matcher -> matcher.find())
            .map(matcher -> matcher.group(1))
            .toList();

    assertThat(required).hasSizeGreaterThan(5);
    assertThat(required)
        .allSatisfy(properties ->
            assertThat(properties.replace("`", "").split(", "))
                .filteredOn(property -> has(yml, property))
                .as(properties)
                .isNotEmpty());
    assertThat(List.of("policy.accounts", "policy.regions", "cloud.results-queue-url"))
        .allMatch(property -> has(yml, property));
  }

  @Test
  void theAwsProfileOfAnAgentWithACertificateIsOneProcessAndNoAccessKey() {
    assertThat(stack.output("AwsConfigHsm1").asText())
        .isEqualTo(
            """
            [default]
            credential_process = /usr/local/bin/aws_signing_helper credential-process\
             --certificate /etc/keyferry/agent-certificate.pem\
             --private-key /etc/keyferry/agent-certificate-key.pem\
             --trust-anchor-arn ${AgentAccessTrustAnchor.TrustAnchorArn}\
             --profile-arn ${AgentAccesshsm1Profile.ProfileArn}\
             --role-arn ${AgentAccesshsm1Role.Arn}
            """);
  }

  private static boolean has(Map<String, Map<String, Object>> yml, String property) {
    String[] path = property.split("\\.", 2);
    return yml.getOrDefault(path[0], Map.of()).containsKey(path[1]);
  }

  private static Map<String, Map<String, Object>> agentYml(Synthesized stack, String agent) {
    return new Yaml(new SafeConstructor(new LoaderOptions()))
        .load(stack.output("AgentYml" + agent).asText());
  }
}
