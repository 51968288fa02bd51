package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Settings;
import io.keyferry.model.deployment.FunctionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
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

/** One function with its log and its role, which is named after the function and the Region. */
final class KeyFerryFunction extends Construct {

  private final FunctionSpec spec;
  private final Function function;
  private final FunctionLog log;

  /** What all functions have in common. */
  record Common(Code code, Settings settings, Environments environments) {}

  /**
   * @param statements its role's whole policy except for its log and traces
   * @param wildcards every wildcard in their resources, and the reason
   */
  KeyFerryFunction(
      Construct scope,
      FunctionSpec spec,
      Common common,
      List<PolicyStatement> statements,
      Map<String, String> wildcards) {
    super(scope, spec.id());
    Settings settings = common.settings();
    this.spec = spec;
    this.log = new FunctionLog(this, settings.retention().logDays());
    boolean tracing = settings.compute().tracing();
    Role role = role(statements, wildcards, tracing);
    Function.Builder builder =
        Function.Builder.create(this, "Function")
            .functionName(spec.functionName())
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .code(common.code())
            .handler(spec.handler())
            .environment(common.environments().of(spec))
            .memorySize(spec.memorySize())
            .timeout(Duration.seconds(spec.timeout().toSeconds()))
            .loggingFormat(LoggingFormat.JSON)
            .applicationLogLevelV2(ApplicationLogLevel.INFO)
            .systemLogLevelV2(SystemLogLevel.INFO)
            .logGroup(log.group())
            .tracing(tracing ? Tracing.ACTIVE : Tracing.DISABLED)
            // CDK would extend a role that it may change; all permissions are written here.
            .role(role.withoutPolicyUpdates());
    if (settings.compute().reservedConcurrency()) {
      builder.reservedConcurrentExecutions(spec.reservedConcurrentExecutions());
    }
    this.function = builder.build();
  }

  private Role role(List<PolicyStatement> own, Map<String, String> wildcards, boolean tracing) {
    List<PolicyStatement> statements = new ArrayList<>(own);
    statements.add(log.write());
    if (tracing) {
      statements.add(
          Statements.allow(
              "Trace", List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments"), List.of("*")));
    }
    Role role =
        Role.Builder.create(this, "Role")
            // The name is fixed, so that the signing key's policy can name it.
            .roleName(Names.regional(Stack.of(this), spec.functionName()))
            .description(spec.functionName())
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .inlinePolicies(
                Map.of(
                    spec.id(),
                    PolicyDocument.Builder.create().statements(statements).minimize(false).build()))
            .build();
    Accepted.wildcards(role, wildcards(wildcards, tracing));
    return role;
  }

  private static Map<String, String> wildcards(Map<String, String> own, boolean tracing) {
    Map<String, String> reasons = new HashMap<>(own);
    if (tracing) {
      reasons.merge("*", "X-Ray has no resource to name.", (others, xray) -> others + " " + xray);
    }
    return reasons;
  }

  FunctionSpec spec() {
    return spec;
  }

  Function function() {
    return function;
  }

  FunctionLog log() {
    return log;
  }
}
