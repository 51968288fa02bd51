package io.keyferry.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keyferry.infra.stack.ServedPartitions;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.regioninfo.RegionInfo;

class TemplateLimitsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void asManyAgentsAsThereMayBeFit() {
    assertThat(Synthesized.of(SampleSettings.maxAgents()).findings()).isEmpty();
  }

  @Test
  void tagKeysThatFitIntoNoEnvironmentAreFoundBeforeAnythingIsDeployed() {
    assertThat(Synthesized.of(SampleSettings.tagKeys(60)).findings())
        .anySatisfy(finding ->
            assertThat(finding)
                .startsWith("FunctionsRequestImportFunction")
                .contains(": expected environment variables of at most 4,096 characters, found ")
                .endsWith(": have fewer agents, shorter names of agents, or fewer tagKeys"));
  }

  @Test
  void whatIsJustAtTheLimitIsLeftAlone() throws Exception {
    assertThat(exceeded("Lambda::Function", environment("x".repeat(4095)))).isEmpty();
    assertThat(exceeded("Lambda::Function", environment("x".repeat(4096))))
        .containsExactly(
            "Id: expected environment variables of at most 4,096 characters, found 4,097: have"
                + " fewer agents, shorter names of agents, or fewer tagKeys");
  }

  @Test
  void aRolesNameAndPolicies() throws Exception {
    assertThat(exceeded("IAM::Role", "{\"RoleName\": \"%s\"}".formatted("r".repeat(65))))
        .containsExactly(
            "Id: expected a role's name of at most 64 characters, found 65: shorten it");
    assertThat(
            exceeded(
                "IAM::Role",
                "{\"Policies\": [{\"PolicyDocument\": {\"a\": \"%s\"}}]}"
                    .formatted("p".repeat(10_240))))
        .singleElement()
        .asString()
        .contains("a role's inline policies of at most 10,240 characters");
  }

  /** CDK's Regions, without those that are not served. */
  @Test
  void noServedRegionMakesANameLongerThanAssumed() throws Exception {
    List<String> served =
        RegionInfo.getRegions().stream()
            .map(RegionInfo::getName)
            .filter(region -> ServedPartitions.fault(region).isEmpty())
            .toList();

    assertThat(served).contains("eu-west-1", "us-gov-west-1").doesNotContain("cn-north-1");
    for (String region : served) {
      assertThat(exceeded("IAM::Role", regional(65 - region.length()))).as(region).hasSize(1);
    }
    assertThat(exceeded("IAM::Role", regional(64 - "ap-southeast-1".length()))).isEmpty();
  }

  private static String regional(int characters) {
    return "{\"RoleName\": {\"Fn::Join\": [\"\", [\"%s\", {\"Ref\": \"AWS::Region\"}]]}}"
        .formatted("r".repeat(characters));
  }

  @Test
  void aKeyPolicyAndAnEventPattern() throws Exception {
    assertThat(
            exceeded(
                "KMS::Key", "{\"KeyPolicy\": {\"a\": \"%s\"}}".formatted("p".repeat(32 * 1024))))
        .singleElement()
        .asString()
        .contains("a key policy of at most 32,768 characters");
    assertThat(
            exceeded(
                "Events::Rule",
                "{\"EventPattern\": {\"source\": [\"%s\"]}}".formatted("p".repeat(4096))))
        .singleElement()
        .asString()
        .contains("an event pattern of at most 4,096 characters");
  }

  @Test
  void valuesKnownOnlyLaterCountWithTheirMaxLength() throws Exception {
    assertThat(
            exceeded(
                "Lambda::Function",
                """
                {"Environment": {"Variables": {"k": {
                  "Fn::Join": ["-", ["%s", {"Ref": "AWS::Region"}, {"Fn::GetAtt": ["Key", "Arn"]}]]
                }}}}
                """
                    .formatted("x".repeat(4000))))
        .singleElement()
        .asString()
        .contains("found 4,146");
  }

  private static String environment(String value) {
    return "{\"Environment\": {\"Variables\": {\"k\": \"%s\"}}}".formatted(value);
  }

  private static List<String> exceeded(String type, String properties) throws Exception {
    JsonNode template =
        JSON.readTree(
            "{\"Resources\": {\"Id\": {\"Type\": \"AWS::%s\", \"Properties\": %s}}}"
                .formatted(type, properties));
    return TemplateLimits.exceeded(template);
  }
}
