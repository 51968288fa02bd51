package io.keyferry.infra.stack;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/** All imports with their ceremony records. It holds evidence, and so stays when the stack goes. */
final class ImportsTable extends Construct {

  private static final String NEWEST_FIRST = "newest-first";
  private static final String DUE = "due";

  private final Table table;

  ImportsTable(Construct scope, DataKey dataKey) {
    super(scope, "Imports");
    this.table =
        Table.Builder.create(this, "Table")
            .partitionKey(text("importId"))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .encryption(TableEncryption.CUSTOMER_MANAGED)
            .encryptionKey(dataKey.key())
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            // Failed imports alone have it.
            .timeToLiveAttribute("expiresAt")
            .deletionProtection(true)
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
    table.addGlobalSecondaryIndex(
        GlobalSecondaryIndexProps.builder()
            .indexName(NEWEST_FIRST)
            .partitionKey(text("listing"))
            .sortKey(text("requestedAt"))
            // The record and no more: the import token is in the table alone.
            .projectionType(ProjectionType.INCLUDE)
            .nonKeyAttributes(List.of("record"))
            .build());
    table.addGlobalSecondaryIndex(
        GlobalSecondaryIndexProps.builder()
            .indexName(DUE)
            .partitionKey(text("duty"))
            .sortKey(text("dueAt"))
            .projectionType(ProjectionType.KEYS_ONLY)
            .build());
  }

  private static Attribute text(String name) {
    return Attribute.builder().name(name).type(AttributeType.STRING).build();
  }

  String name() {
    return table.getTableName();
  }

  String arn() {
    return table.getTableArn();
  }

  String newestFirstArn() {
    return arn() + "/index/" + NEWEST_FIRST;
  }

  String dueArn() {
    return arn() + "/index/" + DUE;
  }
}
