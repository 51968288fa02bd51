package io.keyferry.acceptance.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts in what a template refers to, as far as it is known; what is not stands as it stood. */
@FunctionalInterface
interface References {

  /** The attribute by which {@code Ref} is asked for here. */
  String REF = "Ref";

  /** The value of an attribute of a resource, or of {@code AWS::Region} and its like. */
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

  /** What one of CloudFormation's functions gives, its arguments being known. */
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

  /** This template names nothing but the account and the Region in such a text. */
  private Optional<String> substituted(String text) {
    return value("AWS::AccountId", REF)
        .flatMap(account ->
            value("AWS::Region", REF)
                .map(region ->
                    text.replace("${AWS::AccountId}", account).replace("${AWS::Region}", region)));
  }
}
