package io.keyferry.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** Resolves CloudFormation's functions to the text that it would insert. */
final class Intrinsics {

  private Intrinsics() {}

  static JsonNode asText(JsonNode node) {
    if (node.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> items.add(asText(item)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      var only = node.properties().iterator().next();
      JsonNode value = only.getValue();
      switch (only.getKey()) {
        case "Ref" -> {
          return text("${" + withoutHash(value.asText()) + "}");
        }
        case "Fn::GetAtt" -> {
          return text(
              "${" + withoutHash(value.path(0).asText()) + "." + value.path(1).asText() + "}");
        }
        case "Fn::Join" -> {
          return text(
              value
                  .path(1)
                  .valueStream()
                  .map(part -> asText(part).asText())
                  .collect(Collectors.joining(value.path(0).asText())));
        }
        case "Fn::Select" -> {
          return asText(value.path(1)).path(value.path(0).asInt());
        }
        case "Fn::Split" -> {
          return split(value.path(0).asText(), asText(value.path(1)).asText());
        }
        default -> {
          // Any other object is a function.
        }
      }
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    node.properties().forEach(field -> object.set(field.getKey(), asText(field.getValue())));
    return object;
  }

  /** An unresolved value has as many parts as requested. */
  private static JsonNode split(String by, String text) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 10; i++) {
      parts.add("%s split by %s [%d]".formatted(text, by, i));
    }
    return parts;
  }

  static String withoutHash(String logicalId) {
    return logicalId.replaceFirst("[0-9A-F]{8}$", "");
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }
}
