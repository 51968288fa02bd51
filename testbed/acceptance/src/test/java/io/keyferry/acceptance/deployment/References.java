package io.keyferry.acceptance.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Replaces a template's references with their values where these are known, and keeps the others.
 */
@FunctionalInterface
interface References {

  /** The attribute name that stands for {@code Ref}. */
  String REF = "Ref";

  /**
   * The value of an attribute of a resource, or of a pseudo parameter such as {@code AWS::Region}.
   */
  Optional<String> value(String id, String attribute);

  default References or(References others) {
    return (id, attribute) -> value(id, attribute).or(() -> others.value(id, attribute));
  }

  default JsonNode in(JsonNode node) {
    if (node.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> items.add(in(item)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    node.properties().forEach(field -> object.set(field.getKey(), in(field.getValue())));
    return object.size() == 1 ? called(object) : object;
  }

  /** The result of one of CloudFormation's functions, given its arguments. */
  private JsonNode called(ObjectNode call) {
    var only = call.properties().iterator().next();
    JsonNode of = only.getValue();
    Optional<String> result =
        switch (only.getKey()) {
          case "Ref" -> value(of.asText(), REF);
          case "Fn::GetAtt" -> value(of.path(0).asText(), of.path(1).asText());
          case "Fn::Join" -> joined(of.path(0).asText(), of.path(1).valueStream().toList());
          case "Fn::Sub" -> substituted(of.asText());
          case "Fn::Select" -> Optional.of(of.path(1).path(of.path(0).asInt()).asText());
          default -> Optional.empty();
        };
    if (only.getKey().equals("Fn::Split") && of.path(1).isTextual()) {
      ArrayNode parts = JsonNodeFactory.instance.arrayNode();
      List.of(of.path(1).asText().split(of.path(0).asText(), -1)).forEach(parts::add);
      return parts;
    }
    return result.<JsonNode>map(TextNode::valueOf).orElse(call);
  }

  private static Optional<String> joined(String by, List<JsonNode> parts) {
    return parts.stream().allMatch(JsonNode::isTextual)
        ? Optional.of(parts.stream().map(JsonNode::asText).collect(Collectors.joining(by)))
        : Optional.empty();
  }

  /** In such a text, this template refers to the account and the Region only. */
  private Optional<String> substituted(String text) {
    return value("AWS::AccountId", REF)
        .flatMap(account ->
            value("AWS::Region", REF)
                .map(region ->
                    text.replace("${AWS::AccountId}", account).replace("${AWS::Region}", region)));
  }
}
