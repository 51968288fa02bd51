package io.keyferry.local.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads policy documents; refuses whatever the evaluator does not know. */
public final class PolicyReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  // The older version differs only in policy variables, which are refused.
  private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
  private static final Set<String> DOCUMENT = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT =
      Set.of("Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "Condition");

  private PolicyReader() {}

  /** Reads the text of a document. */
  public static Policy read(String name, String text) {
    try {
      return read(name, JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new PolicyException("expected a policy in JSON, found " + e.getOriginalMessage());
    }
  }

  /** Reads a document without intrinsic functions. */
  public static Policy read(String name, JsonNode document) {
    onlyKnown(document, DOCUMENT);
    String version = document.path("Version").asText("2008-10-17");
    if (!VERSIONS.contains(version)) {
      throw new PolicyException(
          "expected one of the policy versions %s in %s, found '%s'"
              .formatted(VERSIONS, name, version));
    }
    List<Statement> statements = new ArrayList<>();
    for (JsonNode node : listed(document.path("Statement"))) {
      statements.add(statement(node, name + "[" + statements.size() + "]"));
    }
    return new Policy(name, statements);
  }

  private static Statement statement(JsonNode node, String place) {
    onlyKnown(node, STATEMENT);
    boolean excluded = node.has("NotAction");
    if (excluded == node.has("Action")) {
      throw new PolicyException("expected one of Action and NotAction in " + place);
    }
    Statement.Effect effect =
        switch (node.path("Effect").asText()) {
          case "Allow" -> Statement.Effect.ALLOW;
          case "Deny" -> Statement.Effect.DENY;
          default ->
              throw new PolicyException(
                  "expected Allow or Deny in %s, found '%s'"
                      .formatted(place, node.path("Effect").asText()));
        };
    List<String> resources = texts(node.path("Resource"));
    for (String resource : resources) {
      if (resource.contains("${")) {
        throw new PolicyException(
            "expected resources without policy variables in %s, found %s"
                .formatted(place, resource));
      }
    }
    return new Statement(
        node.path("Sid").asText(place),
        effect,
        node.has("Principal")
            ? Optional.of(principals(node.get("Principal"), place))
            : Optional.empty(),
        new Statement.Actions(excluded, texts(node.path(excluded ? "NotAction" : "Action"))),
        resources,
        conditions(node.path("Condition")));
  }

  private static Principals principals(JsonNode node, String place) {
    if (node.isTextual()) {
      return new Principals(List.of(node.asText()), List.of());
    }
    onlyKnown(node, Set.of("AWS", "Service"));
    if (node.isEmpty()) {
      throw new PolicyException("expected a principal in %s, found none".formatted(place));
    }
    return new Principals(texts(node.path("AWS")), texts(node.path("Service")));
  }

  private static List<Condition> conditions(JsonNode node) {
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : node.properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        conditions.add(new Condition(operator.getKey(), key.getKey(), texts(key.getValue())));
      }
    }
    return conditions;
  }

  private static void onlyKnown(JsonNode node, Set<String> known) {
    if (!node.isObject()) {
      throw new PolicyException("expected a JSON object in a policy, found " + node);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.contains(field.getKey())) {
        throw new PolicyException(
            "expected some of %s in a policy, found %s".formatted(known, field.getKey()));
      }
    }
  }

  private static List<JsonNode> listed(JsonNode node) {
    List<JsonNode> list = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(list::add);
    } else if (!node.isMissingNode()) {
      list.add(node);
    }
    return list;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : listed(node)) {
      if (!item.isValueNode()) {
        throw new PolicyException(
            "expected texts in a policy, found %s: resolve its intrinsic functions first"
                .formatted(item));
      }
      texts.add(item.asText());
    }
    return texts;
  }
}
