package io.keyferry.model.deployment;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes an agent's configuration, {@code agent.yml}, section by section. */
public final class AgentYml {

  /** Text that YAML reads as this string and nothing else. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:true|false|yes|no|on|off|null|y|n)$)[A-Za-z/][A-Za-z0-9_./-]*");

  private final StringBuilder text = new StringBuilder();
  private String indent = "";

  /** Begins {@code cloud} with the stack's values that every agent needs. */
  public AgentYml cloud(String region, String jobsQueueUrl, String resultsQueueUrl) {
    return section("cloud")
        .put("region", region)
        .put("jobs-queue-url", jobsQueueUrl)
        .put("results-queue-url", resultsQueueUrl);
  }

  /** Begins {@code token}. */
  public AgentYml token() {
    return section("token");
  }

  /**
   * Begins {@code policy} with the places where KMS keys may be.
   *
   * @param region the only one
   */
  public AgentYml policy(List<String> accounts, String region) {
    return section("policy").put("accounts", accounts).put("regions", List.of(region));
  }

  /** Adds to {@code policy} what the agent may wrap, and how. */
  public AgentYml wraps(
      List<KeySpec> keySpecs,
      List<WrappingAlgorithm> wrappingAlgorithms,
      WrappingKeySpec minWrappingKey) {
    return put("key-specs", names(keySpecs))
        .put("wrapping-algorithms", names(wrappingAlgorithms))
        .put("min-wrapping-key-bits", minWrappingKey.bits());
  }

  private static List<String> names(List<? extends Enum<?>> constants) {
    return constants.stream().<String>map(Enum::name).toList();
  }

  /** Adds {@code audit}. */
  public AgentYml audit(String directory) {
    return section("audit").put("directory", directory);
  }

  /** Adds {@code ledger}. */
  public AgentYml ledger(String directory) {
    return section("ledger").put("directory", directory);
  }

  /** Begins a section. */
  public AgentYml section(String name) {
    indent = "";
    line(name + ":");
    indent = "  ";
    return this;
  }

  /** Adds a text to the section. */
  public AgentYml put(String name, String value) {
    return line(name + ": " + (PLAIN.matcher(value).matches() ? value : quoted(value)));
  }

  /** Adds texts to the section. */
  public AgentYml put(String name, List<String> values) {
    boolean plain = values.stream().allMatch(PLAIN.asMatchPredicate());
    return line(
        name
            + values.stream()
                .map(value -> plain ? value : quoted(value))
                .collect(Collectors.joining(", ", ": [", "]")));
  }

  /** Adds a number to the section. */
  public AgentYml put(String name, int value) {
    return line(name + ": " + value);
  }

  /** Adds true or false to the section. */
  public AgentYml put(String name, boolean value) {
    return line(name + ": " + value);
  }

  /** Adds a comment. */
  public AgentYml comment(String comment) {
    return line("# " + comment);
  }

  private AgentYml line(String line) {
    text.append(indent).append(line).append('\n');
    return this;
  }

  /** YAML reads a JSON string as JSON does. */
  private static String quoted(String value) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
  }

  /** The file's content. */
  @Override
  public String toString() {
    return text.toString();
  }
}
