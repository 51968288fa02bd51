package io.keyferry.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.infra.SampleSettings;
import io.keyferry.infra.Synthesized;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One account has the stack in several Regions. */
class SeveralRegionsTest {

  private final Synthesized stack = Synthesized.of(SampleSettings.twoAgents());

  /** A role without a name gets a unique one from CloudFormation. */
  @Test
  void twoRegionsOfOneAccountHaveNoRoleNameInCommon() {
    List<String> ireland = roleNames("eu-west-1");

    assertThat(ireland)
        .hasSize(5)
        .contains("keyferry-request-import-eu-west-1")
        .doesNotContainAnyElementsOf(roleNames("eu-central-1"));
  }

  @Test
  void aRegionsSigningKeySignsForNoRoleOfAnother() {
    assertThat(signers("eu-west-1")).doesNotContainAnyElementsOf(signers("eu-central-1"));
  }

  /**
   * The names of all these types are unique per Region. Look up a type that is not listed: a name
   * that is unique per account or globally must contain the Region.
   */
  @Test
  void nothingButARoleHasANameThatIsTheAccounts() {
    Set<String> types = new TreeSet<>();
    stack
        .template()
        .path("Resources")
        .forEach(resource -> types.add(resource.path("Type").asText()));

    assertThat(types)
        .containsExactlyInAnyOrder(
            "AWS::IAM::Role",
            "AWS::ApiGatewayV2::Api",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::ApiGatewayV2::Stage",
            "AWS::CloudWatch::Alarm",
            "AWS::DynamoDB::Table",
            "AWS::Events::Rule",
            "AWS::KMS::Key",
            "AWS::Lambda::Alias",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Function",
            "AWS::Lambda::Permission",
            "AWS::Logs::LogGroup",
            "AWS::Logs::MetricFilter",
            "AWS::RolesAnywhere::Profile",
            "AWS::RolesAnywhere::TrustAnchor",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::Queue",
            "AWS::SQS::QueuePolicy");
  }

  private List<String> roleNames(String region) {
    return stack.all("AWS::IAM::Role").stream()
        .map(role -> role.at("/Properties/RoleName"))
        .filter(JsonNode::isTextual)
        .map(name -> in(region, name))
        .toList();
  }

  private List<String> signers(String region) {
    return stack
        .properties("SigningKey")
        .at("/KeyPolicy/Statement/1/Condition/ArnNotEquals/aws:PrincipalArn")
        .valueStream()
        .map(arn -> in(region, arn))
        .toList();
  }

  private static String in(String region, JsonNode text) {
    return text.asText().replace("${AWS::Region}", region);
  }
}
