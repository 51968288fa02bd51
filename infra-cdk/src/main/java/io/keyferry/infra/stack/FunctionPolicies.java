package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Settings;
import io.keyferry.model.deployment.EventSpec;
import io.keyferry.model.deployment.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What each function may do: only what it calls. */
final class FunctionPolicies {

  private final Stack stack;
  private final KmsStatements kms;
  private final SigningKey signingKey;
  private final DataKey dataKey;
  private final ImportsTable table;
  private final Queues queues;

  FunctionPolicies(
      Stack stack,
      Settings settings,
      SigningKey signingKey,
      DataKey dataKey,
      ImportsTable table,
      Queues queues) {
    this.stack = stack;
    this.kms = new KmsStatements(stack, settings.limits());
    this.signingKey = signingKey;
    this.dataKey = dataKey;
    this.table = table;
    this.queues = queues;
  }

  List<PolicyStatement> request() {
    List<PolicyStatement> statements = new ArrayList<>(kms.toRequest());
    statements.addAll(writing());
    return statements;
  }

  List<PolicyStatement> complete() {
    List<PolicyStatement> statements = new ArrayList<>(kms.toComplete());
    statements.addAll(writing());
    statements.add(
        Statements.allow(
            "TakeResults",
            List.of(
                "sqs:ChangeMessageVisibility",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ReceiveMessage"),
            List.of(queues.results().arn())));
    return statements;
  }

  List<PolicyStatement> read() {
    List<PolicyStatement> statements = new ArrayList<>(kms.denyAllKms());
    statements.add(kms.throughTheTable(dataKey));
    statements.add(
        Statements.allow(
            "ReadImports",
            List.of("dynamodb:GetItem"),
            List.of(table.arn()),
            // The item holds the import token, too, so a reader must name attributes. DynamoDB
            // documents
            // Select for queries alone, so GetItem may come without it (IAM User Guide, "Allows
            // access to specific attributes"); ForAllValues alone is true for a call that names
            // nothing.
            Map.of(
                "ForAllValues:StringEquals",
                Map.of(
                    "dynamodb:Attributes",
                    List.of(
                        TableSpec.CEREMONY_RECORD,
                        TableSpec.IMPORTS.partitionKey(),
                        TableSpec.RECORD)),
                "Null",
                Map.of("dynamodb:Attributes", "false"),
                "StringEqualsIfExists",
                Map.of("dynamodb:Select", "SPECIFIC_ATTRIBUTES"))));
    statements.add(
        Statements.allow(
            "ListImports", List.of("dynamodb:Query"), List.of(table.newestFirstArn())));
    return statements;
  }

  List<PolicyStatement> resume() {
    List<PolicyStatement> statements = new ArrayList<>(request());
    statements.add(
        Statements.allow("FindDueImports", List.of("dynamodb:Query"), List.of(table.dueArn())));
    return statements;
  }

  /** The common statements of the functions that change imports. */
  private List<PolicyStatement> writing() {
    return List.of(
        kms.sign(signingKey),
        kms.signingPublicKey(signingKey),
        kms.throughTheTable(dataKey),
        kms.throughTheQueues(dataKey),
        Statements.allow(
            "KeepImports", List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(table.arn())),
        Statements.allow("SendJobs", List.of("sqs:SendMessage"), queues.jobsArns()),
        Statements.allow(
            "PublishImportEvents",
            List.of("events:PutEvents"),
            List.of(
                stack.formatArn(
                    ArnComponents.builder()
                        .service("events")
                        .resource("event-bus")
                        .resourceName(EventSpec.EVENT_BUS)
                        .build())),
            // A request may have several events, so the key has several values.
            Map.of(
                "ForAllValues:StringEquals",
                Map.of("events:source", EventSpec.SOURCE),
                "Null",
                Map.of("events:source", "false"))));
  }

  /** Every wildcard in the resources of RequestImport's policy, and the reason. */
  Map<String, String> requestWildcards() {
    return Map.of(
        readable(kms.keys()),
        "Requests create or name the keys for imports, so they are not known in advance; except to describe them, only keys with the origin EXTERNAL are allowed.",
        "*",
        "kms:CreateKey and kms:ListKeys have no resource to name; CreateKey is bound to the origin"
            + " EXTERNAL and to KeyFerry's tag.");
  }

  /** The same for CompleteImport. */
  Map<String, String> completeWildcards() {
    return Map.of(
        readable(kms.keys()),
        "Requests create or name the keys for imports, so they are not known in advance; except to describe them, only keys with the origin EXTERNAL are allowed.",
        readable(kms.aliases()),
        "A request names the alias of its new key; CreateAlias cannot take over an existing alias.");
  }

  /** The form in which cdk-nag writes values known only at deployment. */
  private String readable(String arn) {
    return arn.replace(stack.getPartition(), "<AWS::Partition>")
        .replace(stack.getRegion(), "<AWS::Region>")
        .replace(stack.getAccount(), "<AWS::AccountId>");
  }
}
