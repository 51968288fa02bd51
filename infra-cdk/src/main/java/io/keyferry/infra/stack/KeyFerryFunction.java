package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.ApplicationLogLevel;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.lambda.Tracing;
import software.constructs.Construct;

/** One function with its role, which has its name and the Region's, and its log. */
final class KeyFerryFunction extends Construct {

  /** Less memory is less of a processor, too, and starts more slowly. */
  private static final int MEGABYTES = 1024;

  private final Function function;
  private final FunctionLog log;

  KeyFerryFunction(Construct scope, FunctionSpec spec, Code code, Settings settings) {
    super(scope, spec.handler());
    this.log = new FunctionLog(this, settings.retention().logDays());
    boolean tracing = settings.compute().tracing();
    Role role = role(spec, tracing);
    Function.Builder builder =
        Function.Builder.create(this, "Function")
            .functionName(spec.name())
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .code(code)
            .handler("io.keyferry.cloud." + spec.handler())
            .environment(spec.environment())
            .memorySize(MEGABYTES)
            .timeout(spec.timeout())
            .loggingFormat(LoggingFormat.JSON)
            .applicationLogLevelV2(ApplicationLogLevel.INFO)
            .systemLogLevelV2(SystemLogLevel.INFO)
            .logGroup(log.group())
            .tracing(tracing ? Tracing.ACTIVE : Tracing.DISABLED)
            // CDK would add to a role that it may change; what is allowed is written here alone.
            .role(role.withoutPolicyUpdates());
    if (settings.compute().reservedConcurrency()) {
      builder.reservedConcurrentExecutions(spec.concurrency());
    }
    this.function = builder.build();
  }

  private Role role(FunctionSpec spec, boolean tracing) {
    List<PolicyStatement> statements = new ArrayList<>(spec.statements());
    statements.add(log.write());
    if (tracing) {
      statements.add(
          Statements.allow(
              "Trace", List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments"), List.of("*")));
    }
    Role role =
        Role.Builder.create(this, "Role")
            // Fixed, so that the signing key's policy can name it.
            .roleName(Names.regional(Stack.of(this), spec.name()))
            .description(spec.name())
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .inlinePolicies(
                Map.of(
                    spec.handler(),
                    PolicyDocument.Builder.create().statements(statements).minimize(false).build()))
            .build();
    Accepted.wildcards(role, wildcards(spec, tracing));
    return role;
  }

  private static Map<String, String> wildcards(FunctionSpec spec, boolean tracing) {
    Map<String, String> reasons = new HashMap<>(spec.wildcards());
    if (tracing) {
      reasons.merge("*", "X-Ray has no resource to name.", (others, xray) -> others + " " + xray);
    }
    return reasons;
  }

  Function function() {
    return function;
  }

  FunctionLog log() {
    return log;
  }
}
