package io.keyferry.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS's limits, checked in the template: CloudFormation would report them only during a deployment.
 * Values known only then are assumed to have their max length.
 */
final class TemplateLimits {

  private static final int ENVIRONMENT_BYTES = 4096;
  private static final int INLINE_POLICIES_CHARACTERS = 10_240;
  private static final int KEY_POLICY_BYTES = 32 * 1024;
  private static final int ROLE_NAME_CHARACTERS = 64;
  private static final int EVENT_PATTERN_CHARACTERS = 4096;
  private static final int OUTPUT_CHARACTERS = 4096;

  /** An ARN or a URL with the longest names in this stack. */
  private static final int MAX_REFERENCE = 128;

  private static final Map<String, Integer> PSEUDO_PARAMETERS =
      Map.of(
          "AWS::AccountId", 12,
          "AWS::Partition", "aws-us-gov".length(),
          "AWS::Region", "ap-southeast-1".length(),
          "AWS::URLSuffix", "amazonaws.com".length());

  private final List<String> faults = new ArrayList<>();

  private TemplateLimits() {}

  /** A sentence for each limit that is exceeded. */
  static List<String> exceeded(JsonNode template) {
    TemplateLimits limits = new TemplateLimits();
    template
        .path("Resources")
        .properties()
        .forEach(resource -> limits.look(resource.getKey(), resource.getValue()));
    template
        .path("Outputs")
        .properties()
        .forEach(output ->
            limits.check(
                output.getKey(),
                "an output's value",
                OUTPUT_CHARACTERS,
                length(output.getValue().path("Value")),
                "name fewer key kinds or algorithms"));
    return List.copyOf(limits.faults);
  }

  private void look(String id, JsonNode resource) {
    JsonNode properties = resource.path("Properties");
    switch (resource.path("Type").asText()) {
      case "AWS::Lambda::Function" ->
          check(
              id,
              "environment variables",
              ENVIRONMENT_BYTES,
              properties.at("/Environment/Variables").properties().stream()
                  .mapToInt(variable -> variable.getKey().length() + length(variable.getValue()))
                  .sum(),
              "have fewer agents, shorter names of agents, or fewer tagKeys");
      case "AWS::IAM::Role" -> {
        check(
            id,
            "a role's name",
            ROLE_NAME_CHARACTERS,
            length(properties.path("RoleName")),
            "shorten it");
        check(
            id,
            "a role's inline policies",
            INLINE_POLICIES_CHARACTERS,
            properties
                .path("Policies")
                .valueStream()
                .mapToInt(policy -> length(policy.path("PolicyDocument")))
                .sum(),
            "have fewer agents or fewer tagKeys");
      }
      case "AWS::KMS::Key" ->
          check(
              id,
              "a key policy",
              KEY_POLICY_BYTES,
              length(properties.path("KeyPolicy")),
              "have fewer agents");
      case "AWS::Events::Rule" ->
          check(
              id,
              "an event pattern",
              EVENT_PATTERN_CHARACTERS,
              length(properties.path("EventPattern")),
              "shorten it");
      default -> {
        // Nothing here grows with the settings.
      }
    }
  }

  private void check(String id, String what, int limit, int found, String cure) {
    if (found > limit) {
      faults.add(
          "%s: expected %s of at most %,d characters, found %,d: %s"
              .formatted(id, what, limit, found, cure));
    }
  }

  /** The length of the text that CloudFormation resolves it to; for an object, of its JSON. */
  private static int length(JsonNode node) {
    if (node.isMissingNode()) {
      return 0;
    }
    if (node.isArray()) {
      return 2 + node.valueStream().mapToInt(item -> 1 + quoted(item)).sum();
    }
    if (!node.isObject()) {
      return node.asText().length();
    }
    return reference(node)
        .orElseGet(() ->
            2
                + node.properties().stream()
                    .mapToInt(field -> field.getKey().length() + 4 + quoted(field.getValue()))
                    .sum());
  }

  private static int quoted(JsonNode node) {
    boolean text = node.isTextual() || reference(node).isPresent();
    return length(node) + (text ? 2 : 0);
  }

  private static Optional<Integer> reference(JsonNode node) {
    if (node.has("Ref")) {
      return Optional.of(PSEUDO_PARAMETERS.getOrDefault(node.path("Ref").asText(), MAX_REFERENCE));
    }
    if (node.has("Fn::GetAtt")) {
      return Optional.of(MAX_REFERENCE);
    }
    if (node.has("Fn::Join")) {
      JsonNode join = node.path("Fn::Join");
      int separator = join.path(0).asText().length();
      return Optional.of(
          join.path(1).valueStream().mapToInt(part -> length(part) + separator).sum());
    }
    return Optional.empty();
  }
}
