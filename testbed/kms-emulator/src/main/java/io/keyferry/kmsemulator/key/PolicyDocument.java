package io.keyferry.kmsemulator.key;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The form of a key policy (IAM JSON policy grammar, and what KMS requires beyond it). KMS explains
 * faults of principals only.
 */
final class PolicyDocument {

  private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> STATEMENT_MEMBERS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  /** A statement has at most one of each pair. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("Principal", "NotPrincipal"),
          List.of("Action", "NotAction"),
          List.of("Resource", "NotResource"));

  private PolicyDocument() {}

  /**
   * The policy's statements.
   *
   * @throws KmsError if this is not a key policy, or it names a principal that KMS does not know
   */
  static List<JsonNode> statements(String text, PolicyPrincipals principals) {
    JsonNode policy = parse(text);
    demand(policy.isObject() && hasOnly(policy, MEMBERS));
    demand(!policy.has("Version") || VERSIONS.contains(policy.path("Version").asText()));
    demand(!policy.has("Id") || policy.path("Id").isTextual());
    List<JsonNode> statements = each(policy.path("Statement")).toList();
    demand(!statements.isEmpty() && statements.stream().allMatch(PolicyDocument::isStatement));
    demandUniqueIds(statements);
    statements.forEach(principals::check);
    return statements;
  }

  /** Duplicate members are refused too. */
  private static JsonNode parse(String text) {
    try {
      return Json.parseStrictly(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw malformed().because(e);
    }
  }

  private static boolean isStatement(JsonNode statement) {
    return statement.isObject()
        && hasOnly(statement, STATEMENT_MEMBERS)
        && Set.of("Allow", "Deny").contains(statement.path("Effect").asText())
        && PAIRS.stream().noneMatch(pair -> pair.stream().allMatch(statement::has))
        && Stream.of("Action", "NotAction", "Resource", "NotResource")
            .filter(statement::has)
            .allMatch(member -> isTexts(statement.path(member)))
        && (!statement.has("Condition") || statement.path("Condition").isObject());
  }

  private static boolean isTexts(JsonNode value) {
    return each(value).findAny().isPresent() && each(value).allMatch(JsonNode::isTextual);
  }

  private static void demandUniqueIds(List<JsonNode> statements) {
    Set<String> seen = new HashSet<>();
    statements.stream()
        .filter(statement -> statement.has("Sid"))
        .map(statement -> statement.path("Sid"))
        .forEach(id -> demand(id.isTextual() && seen.add(id.textValue())));
  }

  private static boolean hasOnly(JsonNode object, Set<String> members) {
    return object.properties().stream().allMatch(member -> members.contains(member.getKey()));
  }

  /** The items of a list, or a single value as a list of one; empty for a missing value. */
  static Stream<JsonNode> each(JsonNode oneOrMany) {
    if (oneOrMany.isMissingNode()) {
      return Stream.of();
    }
    return oneOrMany.isArray() ? oneOrMany.valueStream() : Stream.of(oneOrMany);
  }

  private static void demand(boolean wellFormed) {
    if (!wellFormed) {
      throw malformed();
    }
  }

  private static KmsError malformed() {
    return KmsError.unexplained("MalformedPolicyDocumentException");
  }
}
