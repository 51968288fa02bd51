package io.keyferry.local.grants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyferry.local.iam.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A call as the gate recorded it.
 *
 * @param test that made it
 * @param caller the ARN of its role or user
 * @param policy the text of a key's policy, or the name of a queue
 * @param deniedBy the statement or kind of policy that denied it; absent if it was allowed
 */
record RecordedCall(
    String test,
    String caller,
    What what,
    String account,
    Context context,
    Optional<String> policy,
    Optional<String> deniedBy) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** An action on a resource. */
  record What(String action, String resource) {}

  boolean isAllowed() {
    return deniedBy.isEmpty();
  }

  /** All calls of a folder. */
  static List<RecordedCall> in(Path folder) throws IOException {
    List<RecordedCall> calls = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return calls;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          calls.add(of(JSON.readTree(line)));
        }
      }
    }
    return calls;
  }

  private static RecordedCall of(JsonNode line) {
    Map<String, List<String>> context = new HashMap<>();
    line.path("context")
        .properties()
        .forEach(key ->
            context.put(key.getKey(), key.getValue().valueStream().map(JsonNode::asText).toList()));
    return new RecordedCall(
        line.path("test").asText(),
        line.path("caller").asText(),
        new What(line.path("action").asText(), line.path("resource").asText()),
        line.path("account").asText(),
        Context.of(context),
        Optional.ofNullable(line.get("policy")).map(JsonNode::asText),
        Optional.ofNullable(line.get("denied")).map(JsonNode::asText));
  }
}
