package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What one function differs by from the others.
 *
 * @param handler class in {@code io.keyferry.cloud}; also the construct's id
 * @param name the function's name, by which it is invoked and derives import ids
 * @param concurrency how many of it may run at once
 * @param statements the whole of its role's policy but for its log and traces
 * @param wildcards every resource with a wildcard in them, and why it is there
 */
record FunctionSpec(
    String handler,
    String name,
    Duration timeout,
    int concurrency,
    SortedMap<String, String> environment,
    List<PolicyStatement> statements,
    Map<String, String> wildcards) {

  FunctionSpec {
    statements = List.copyOf(statements);
    wildcards = Map.copyOf(wildcards);
  }
}
