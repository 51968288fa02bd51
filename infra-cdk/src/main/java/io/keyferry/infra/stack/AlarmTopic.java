package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Where alarms and failed imports are told. */
final class AlarmTopic extends Construct {

  private static final List<String> PUBLISH = List.of("sns:Publish");

  private final Topic topic;

  AlarmTopic(Construct scope, DataKey dataKey, Optional<String> email) {
    super(scope, "AlarmTopic");
    this.topic =
        Topic.Builder.create(this, "Topic")
            .topicName("keyferry-alarms")
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
            Map.of("StringEquals", Map.of("aws:SourceAccount", Stack.of(this).getAccount()))));
    topic.addToResourcePolicy(
        Statements.allowTo(
            List.of(new ServicePrincipal("events.amazonaws.com")),
            "FailedImports",
            PUBLISH,
            List.of(topic.getTopicArn()),
            Map.of()));
    email.ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
  }

  Topic topic() {
    return topic;
  }

  String arn() {
    return topic.getTopicArn();
  }
}
