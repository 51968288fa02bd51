package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Agent;
import io.keyferry.infra.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;

/** What the functions get by their environment. Nothing in it is secret. */
final class Environments {

  /** The account's own. */
  static final String EVENT_BUS = "default";

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

  /** For RequestImport and ResumeImports. */
  SortedMap<String, String> toRequest() {
    SortedMap<String, String> variables = moving();
    variables.put(
        "KEYFERRY_WRAPPING_ALGORITHMS", String.join(",", settings.limits().wrappingAlgorithms()));
    variables.put(
        "KEYFERRY_WRAPPING_KEY_SPECS", String.join(",", settings.limits().wrappingKeySpecs()));
    if (!settings.limits().tagKeys().isEmpty()) {
      variables.put("KEYFERRY_TAG_KEYS", String.join(",", settings.limits().tagKeys()));
    }
    if (settings.limits().allowEvenIfDisabled()) {
      variables.put("KEYFERRY_ALLOW_EVEN_IF_DISABLED", "true");
    }
    return variables;
  }

  SortedMap<String, String> toComplete() {
    SortedMap<String, String> variables = moving();
    variables.put("KEYFERRY_RESULTS_QUEUE_URL", queues.results().url());
    return variables;
  }

  SortedMap<String, String> toRead() {
    return new TreeMap<>(Map.of("KEYFERRY_TABLE", table.name()));
  }

  private SortedMap<String, String> moving() {
    SortedMap<String, String> variables = toRead();
    variables.put("KEYFERRY_AGENTS", stack.toJsonString(agents()));
    variables.put("KEYFERRY_SIGNING_KEY", signingKey.arn());
    variables.put("KEYFERRY_JOB_LIFETIME", settings.limits().jobLifetime().toString());
    variables.put("KEYFERRY_EVENT_BUS", EVENT_BUS);
    variables.put(
        "KEYFERRY_KEEP_FAILED", "P" + settings.retention().failedImports().toDays() + "D");
    return variables;
  }

  private List<Map<String, String>> agents() {
    List<Map<String, String>> agents = new ArrayList<>();
    for (Agent agent : settings.agents()) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("name", agent.name());
      fields.put("publicKey", agent.publicKey());
      fields.put("jobsQueueUrl", queues.jobs(agent).url());
      agents.add(fields);
    }
    return agents;
  }
}
