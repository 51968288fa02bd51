package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Agent;
import io.keyferry.infra.settings.RequestLimits;
import io.keyferry.infra.settings.Settings;
import io.keyferry.model.deployment.EnvironmentVariable;
import io.keyferry.model.deployment.EventSpec;
import io.keyferry.model.deployment.FunctionSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awscdk.Stack;

/** The environment of the functions. Nothing in it is secret. */
final class Environments {

  private final Stack stack;
  private final Settings settings;
  private final SigningKey signingKey;
  private final ImportsTable table;
  private final Queues queues;

  Environments(
      Stack stack, Settings settings, SigningKey signingKey, ImportsTable table, Queues queues) {
    this.stack = stack;
    this.settings = settings;
    this.signingKey = signingKey;
    this.table = table;
    this.queues = queues;
  }

  SortedMap<String, String> of(FunctionSpec function) {
    SortedMap<String, String> variables = new TreeMap<>();
    for (EnvironmentVariable variable : function.environment()) {
      value(variable).ifPresent(value -> variables.put(variable.key(), value));
    }
    return variables;
  }

  private Optional<String> value(EnvironmentVariable variable) {
    RequestLimits limits = settings.limits();
    return switch (variable) {
      case TABLE -> Optional.of(table.name());
      case AGENTS -> Optional.of(stack.toJsonString(agents()));
      case SIGNING_KEY -> Optional.of(signingKey.arn());
      case JOB_LIFETIME -> Optional.of(limits.jobLifetime().toString());
      case EVENT_BUS -> Optional.of(EventSpec.EVENT_BUS);
      case KEEP_FAILED -> Optional.of("P" + settings.retention().failedImports().toDays() + "D");
      case WRAPPING_ALGORITHMS -> Optional.of(names(limits.wrappingAlgorithms()));
      case WRAPPING_KEY_SPECS -> Optional.of(names(limits.wrappingKeySpecs()));
      case TAG_KEYS ->
          Optional.of(String.join(",", limits.tagKeys())).filter(keys -> !keys.isEmpty());
      case ALLOW_EVEN_IF_DISABLED ->
          limits.allowEvenIfDisabled() ? Optional.of("true") : Optional.empty();
      case RESULTS_QUEUE_URL -> Optional.of(queues.results().url());
    };
  }

  private static String names(List<? extends Enum<?>> constants) {
    return constants.stream().map(Enum::name).collect(Collectors.joining(","));
  }

  private List<Map<String, String>> agents() {
    List<Map<String, String>> agents = new ArrayList<>();
    for (Agent agent : settings.agents()) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("name", agent.name().value());
      fields.put("publicKey", agent.publicKey().pem());
      fields.put("jobsQueueUrl", queues.jobs(agent).url());
      agents.add(fields);
    }
    return agents;
  }
}
