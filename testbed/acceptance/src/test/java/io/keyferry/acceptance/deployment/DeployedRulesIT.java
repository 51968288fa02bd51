package io.keyferry.acceptance.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.acceptance.localstack.OnlyOnLocalStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Rules and subscriptions as EventBridge and SNS report them: what runs on a schedule, and who is
 * notified of failed imports.
 */
@OnlyOnLocalStack
class DeployedRulesIT {

  private final Deployment deployment = Deployment.get();
  private final String topic = deployment.physicalId("AWS::SNS::Topic", "AlarmTopic");

  @ParameterizedTest
  @CsvSource({
    "keyferry-resume-imports, rate(5 minutes), resume",
    "keyferry-find-orphans, rate(1 day), orphans",
  })
  void resumeImportsIsTriggeredWithItsInput(String name, String rate, String task)
      throws Exception {
    DescribeRuleResponse rule = rule(name);
    assertThat(rule.stateAsString()).isEqualTo("ENABLED");
    assertThat(rule.scheduleExpression()).isEqualTo(rate);

    Target target = onlyTarget(name);
    assertThat(target.arn())
        .isEqualTo(deployment.arn("lambda", "function:keyferry-resume-imports"));
    assertThat(Json.of(target.input())).isEqualTo(Json.of("{\"task\": \"" + task + "\"}"));
    assertThat(target.retryPolicy().maximumEventAgeInSeconds()).isEqualTo(3600);
  }

  @Test
  void topicReportsFailedImports() throws Exception {
    DescribeRuleResponse rule = rule("keyferry-import-failed");
    assertThat(rule.stateAsString()).isEqualTo("ENABLED");
    assertThat(Json.of(rule.eventPattern()))
        .isEqualTo(
            Json.of(
                "{\"source\": [\"keyferry\"], \"detail-type\": [\"KeyFerry Operation Failed\"]}"));
    assertThatTheTopicIsPublishedTo("keyferry-import-failed");
  }

  @Test
  void topicReportsOtherUsesOfTheSigningKey() throws Exception {
    DescribeRuleResponse rule = rule("keyferry-signing-key");
    assertThat(rule.stateAsString()).isEqualTo("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    assertThat(Json.of(rule.eventPattern()))
        .isEqualTo(
            deployment.propertyInTheAccount(
                "AWS::Events::Rule", "SigningKeyWatchRule", "EventPattern"));
    assertThatTheTopicIsPublishedTo("keyferry-signing-key");
  }

  @Test
  void thereAreNoOtherRules() {
    try (EventBridgeClient events = deployment.client(EventBridgeClient.builder())) {
      assertThat(events.listRules(r -> {}).rules()).hasSize(4);
    }
  }

  @Test
  void topicIsEncryptedAndNotifiesTheAddressInTheSettings() {
    try (SnsClient sns = deployment.client(SnsClient.builder())) {
      assertThat(sns.listTopics().topics()).hasSize(1);
      assertThat(sns.getTopicAttributes(r -> r.topicArn(topic)).attributes())
          .containsAllEntriesOf(
              Map.of(
                  "DisplayName",
                  "KeyFerry",
                  "KmsMasterKeyId",
                  deployment.arnOf("AWS::KMS::Key", "DataKey")));
      assertThat(sns.listSubscriptionsByTopic(r -> r.topicArn(topic)).subscriptions())
          .singleElement()
          .satisfies(one -> {
            assertThat(one.protocol()).isEqualTo("email");
            assertThat(one.endpoint()).isEqualTo("kms-alarms@example.com");
          });
    }
  }

  private void assertThatTheTopicIsPublishedTo(String rule) {
    Target target = onlyTarget(rule);
    assertThat(target.arn()).isEqualTo(topic);
    assertThat(target.roleArn())
        .isEqualTo(deployment.arnOf("AWS::IAM::Role", "AlarmTopicPublisher"));
  }

  private DescribeRuleResponse rule(String name) {
    try (EventBridgeClient events = deployment.client(EventBridgeClient.builder())) {
      return events.describeRule(r -> r.name(name));
    }
  }

  private Target onlyTarget(String rule) {
    try (EventBridgeClient events = deployment.client(EventBridgeClient.builder())) {
      List<Target> targets = events.listTargetsByRule(r -> r.rule(rule)).targets();
      assertThat(targets).hasSize(1);
      return targets.getFirst();
    }
  }
}
