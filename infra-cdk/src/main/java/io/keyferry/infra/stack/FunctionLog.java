package io.keyferry.infra.stack;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * A log group. It is retained when the stack is deleted, and its retention period then empties it.
 */
final class FunctionLog extends Construct {

  private final CfnLogGroup log;
  private final ILogGroup group;

  FunctionLog(Construct scope, int retentionDays) {
    super(scope, "Log");
    this.log = CfnLogGroup.Builder.create(this, "Group").retentionInDays(retentionDays).build();
    log.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.group = LogGroup.fromLogGroupName(this, "Reference", log.getRef());
  }

  ILogGroup group() {
    return group;
  }

  String arn() {
    return log.getAttrArn();
  }

  PolicyStatement write() {
    return Statements.allow(
        "WriteTheLog", List.of("logs:CreateLogStream", "logs:PutLogEvents"), List.of(arn()));
  }
}
