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
 * Encrypts what lies in queues, table and topic. It stays with the table when the stack goes, which
 * could not be read without it.
 */
final class DataKey extends Construct {

  private static final List<String> READ_AND_WRITE = List.of("kms:Decrypt", "kms:GenerateDataKey");

  private final Key key;

  DataKey(Construct scope, List<ArnPrincipal> agents) {
    super(scope, "DataKey");
    this.key =
        Key.Builder.create(this, "Key")
            .description("KeyFerry's queues, table and topic are encrypted under it")
            .enableKeyRotation(true)
            .policy(
                PolicyDocument.Builder.create()
                    .statements(
                        List.of(
                            account(),
                            agents(agents, Stack.of(this).getRegion()),
                            alarms(Stack.of(this).getAccount()),
                            events()))
                    .build())
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  private static PolicyStatement account() {
    return KeyAdministration.byTheAccount(
        List.of(
            // DynamoDB asks for a grant when the table is made.
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

  private static PolicyStatement agents(List<ArnPrincipal> agents, String region) {
    return Statements.allowTo(
        agents,
        "AgentsThroughTheQueues",
        READ_AND_WRITE,
        List.of("*"),
        Map.of("StringEquals", Map.of("kms:ViaService", "sqs." + region + ".amazonaws.com")));
  }

  private static PolicyStatement alarms(String account) {
    return Statements.allowTo(
        List.of(new ServicePrincipal("cloudwatch.amazonaws.com")),
        "AlarmsToTheTopic",
        READ_AND_WRITE,
        List.of("*"),
        Map.of("StringEquals", Map.of("aws:SourceAccount", account)));
  }

  private static PolicyStatement events() {
    return Statements.allowTo(
        List.of(new ServicePrincipal("events.amazonaws.com")),
        "EventsToTheTopic",
        READ_AND_WRITE,
        List.of("*"),
        // EventBridge gives KMS neither aws:SourceAccount nor aws:SourceArn: a condition on them
        // would have every notice dropped.
        Map.of());
  }

  Key key() {
    return key;
  }

  String arn() {
    return key.getKeyArn();
  }
}
