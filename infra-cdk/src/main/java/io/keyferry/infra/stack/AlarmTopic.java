package io.keyferry.infra.stack;

import io.keyferry.model.deployment.AlarmSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * The topic for alarms and EventBridge's notices.
 *
 * <p>The topic's policy allows CloudWatch to publish. EventBridge publishes with a role: AWS
 * supports neither conditions in a topic's policy for EventBridge (EventBridge user guide, "Amazon
 * SNS permissions") nor conditions on the source in the policy of an encrypted topic's key (SNS
 * developer guide, "Key management"), so without a role any rule of any account could publish here.
 */
final class AlarmTopic extends Construct {

  static final String NAME = "keyferry-alarms";

  /** SNS binds data keys to the topic. */
  static final String ENCRYPTION_CONTEXT = "kms:EncryptionContext:aws:sns:topicArn";

  private static final String ROLE = "keyferry-notices";
  private static final List<String> PUBLISH = List.of("sns:Publish");

  private final Topic topic;
  private final Role publisher;

  /**
   * @param rules the names of the rules that publish here
   */
  AlarmTopic(Construct scope, DataKey dataKey, Optional<String> email, List<String> rules) {
    super(scope, "AlarmTopic");
    Stack stack = Stack.of(this);
    this.topic =
        Topic.Builder.create(this, "Topic")
            .topicName(NAME)
            .displayName("KeyFerry")
            .masterKey(dataKey.key())
            .enforceSsl(true)
            .build();
    topic.addToResourcePolicy(
        Statements.allowTo(
            List.of(new ServicePrincipal("cloudwatch.amazonaws.com")),
            "Alarms",
            PUBLISH,
            List.of(topic.getTopicArn()),
            Map.of(
                "ArnLike",
                Map.of("aws:SourceArn", Names.alarms(stack, AlarmSpec.PREFIX)),
                "StringEquals",
                Map.of("aws:SourceAccount", stack.getAccount()))));
    this.publisher = publisher(stack, dataKey, rules);
    email.ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
  }

  private Role publisher(Stack stack, DataKey dataKey, List<String> rules) {
    return Role.Builder.create(this, "Publisher")
        .roleName(Names.regional(stack, ROLE))
        .description("EventBridge publishes KeyFerry's notices")
        .assumedBy(
            ServicePrincipal.Builder.create("events.amazonaws.com")
                .conditions(
                    Statements.inOrder(
                        Map.of(
                            "ArnEquals",
                            Map.of(
                                "aws:SourceArn",
                                rules.stream().map(rule -> Names.rule(stack, rule)).toList()),
                            "StringEquals",
                            Map.of("aws:SourceAccount", stack.getAccount()))))
                .build())
        .inlinePolicies(
            Map.of(
                "Publish",
                PolicyDocument.Builder.create()
                    .statements(publish(dataKey))
                    .minimize(false)
                    .build()))
        .build();
  }

  private List<PolicyStatement> publish(DataKey dataKey) {
    return List.of(
        Statements.allow("Publish", PUBLISH, List.of(topic.getTopicArn())),
        Statements.allow(
            "TopicIsEncrypted",
            DataKey.SEND,
            List.of(dataKey.arn()),
            Map.of("StringEquals", Map.of(ENCRYPTION_CONTEXT, topic.getTopicArn()))));
  }

  Topic topic() {
    return topic;
  }

  String arn() {
    return topic.getTopicArn();
  }

  /** The target of a rule that publishes here. */
  CfnRule.TargetProperty target() {
    return CfnRule.TargetProperty.builder()
        .id("AlarmTopic")
        .arn(topic.getTopicArn())
        .roleArn(publisher.getRoleArn())
        .build();
  }
}
