package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/**
 * Encrypts the contents of queues, table and topic. It is retained with the table when the stack is
 * deleted, because the table cannot be read without it.
 */
final class DataKey extends Construct {

  /** What SQS and SNS require of a sender. */
  static final List<String> SEND = List.of("kms:Decrypt", "kms:GenerateDataKey");

  private final Key key;

  DataKey(Construct scope, List<ArnPrincipal> agents) {
    super(scope, "DataKey");
    Stack stack = Stack.of(this);
    this.key =
        Key.Builder.create(this, "Key")
            .description("Encrypts KeyFerry's queues, table and topic")
            .enableKeyRotation(true)
            .policy(
                PolicyDocument.Builder.create()
                    .statements(List.of(account(), agents(agents, stack), alarms(stack)))
                    .build())
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  private static PolicyStatement account() {
    return KeyAdministration.byTheAccount(
        List.of(
            // DynamoDB requires a grant when the table is created, and then uses it.
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DisableKeyRotation",
            "kms:EnableKeyRotation",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ListKeyRotations",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:RetireGrant",
            "kms:RevokeGrant",
            "kms:RotateKeyOnDemand"));
  }

  private static PolicyStatement agents(List<ArnPrincipal> agents, Stack stack) {
    return Statements.allowTo(
        agents,
        "AgentsThroughTheQueues",
        SEND,
        List.of("*"),
        Map.of("StringEquals", Map.of("kms:ViaService", KmsStatements.viaService(stack, "sqs"))));
  }

  /**
   * The SNS developer guide ("Key management") recommends the account of the source; CloudTrail
   * shows that SNS names the topic in the encryption context.
   */
  private static PolicyStatement alarms(Stack stack) {
    return Statements.allowTo(
        List.of(new ServicePrincipal("cloudwatch.amazonaws.com")),
        "AlarmsToTheTopic",
        SEND,
        List.of("*"),
        Map.of(
            "StringEquals",
            Map.of(
                "aws:SourceAccount",
                stack.getAccount(),
                AlarmTopic.ENCRYPTION_CONTEXT,
                Names.topic(stack, AlarmTopic.NAME))));
  }

  Key key() {
    return key;
  }

  String arn() {
    return key.getKeyArn();
  }
}
