package io.keyferry.infra.stack;

import io.keyferry.model.deployment.TableSpec;
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

/**
 * All imports with their ceremony records. It holds evidence, so it is retained when the stack is
 * deleted.
 */
final class ImportsTable extends Construct {

  private final Table table;

  ImportsTable(Construct scope, DataKey dataKey) {
    super(scope, "Imports");
    this.table =
        Table.Builder.create(this, "Table")
            .partitionKey(text(TableSpec.IMPORTS.partitionKey()))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .encryption(TableEncryption.CUSTOMER_MANAGED)
            .encryptionKey(dataKey.key())
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            .timeToLiveAttribute(TableSpec.IMPORTS.timeToLiveAttribute())
            .deletionProtection(true)
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
    TableSpec.IMPORTS.globalSecondaryIndexes().forEach(this::index);
  }

  private void index(TableSpec.Index index) {
    var properties =
        GlobalSecondaryIndexProps.builder()
            .indexName(index.indexName())
            .partitionKey(text(index.partitionKey()))
            .sortKey(text(index.sortKey()));
    table.addGlobalSecondaryIndex(
        index.nonKeyAttributes().isEmpty()
            ? properties.projectionType(ProjectionType.KEYS_ONLY).build()
            : properties
                .projectionType(ProjectionType.INCLUDE)
                .nonKeyAttributes(index.nonKeyAttributes())
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
    return arn() + "/index/" + TableSpec.NEWEST_FIRST.indexName();
  }

  String dueArn() {
    return arn() + "/index/" + TableSpec.DUE.indexName();
  }
}
