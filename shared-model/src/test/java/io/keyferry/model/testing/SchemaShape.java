package io.keyferry.model.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Compares a schema with its record, field by field. */
public final class SchemaShape {

  private final SpecSchema schema;
  private final List<String> differences = new ArrayList<>();

  private SchemaShape(SpecSchema schema) {
    this.schema = schema;
  }

  /** Every field, constant and type that only one of the two has. */
  public static List<String> differences(Class<? extends Record> type, SpecSchema schema) {
    SchemaShape shape = new SchemaShape(schema);
    shape.compare(type.getSimpleName(), type, schema.node());
    return shape.differences;
  }

  private void compare(String path, Type type, JsonNode part) {
    JsonNode node = schema.resolved(part);
    if (type instanceof ParameterizedType generic) {
      compareGeneric(path, generic, node);
    } else if (type instanceof Class<?> plain) {
      compareClass(path, plain, node);
    } else {
      throw new IllegalArgumentException(path + ": " + type);
    }
  }

  private void compareGeneric(String path, ParameterizedType type, JsonNode node) {
    Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
    if (type.getRawType() == Optional.class) {
      compare(path, last, node);
    } else if (type.getRawType() == List.class) {
      expect(path, "type", "array", node);
      compare(path + "[]", last, node.path("items"));
    } else if (type.getRawType() == Map.class) {
      expect(path, "type", "object", node);
      compare(path + ".*", last, node.path("additionalProperties"));
    } else {
      throw new IllegalArgumentException(path + ": " + type);
    }
  }

  private void compareClass(String path, Class<?> type, JsonNode node) {
    if (type.isEnum()) {
      Set<String> constants =
          Arrays.stream(type.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name())
              .collect(Collectors.toCollection(TreeSet::new));
      compareSets(path + " as constants", constants, texts(node.path("enum")));
    } else if (type == int.class || type == long.class) {
      expect(path, "type", "integer", node);
    } else if (type == boolean.class || type == Boolean.class) {
      expect(path, "type", "boolean", node);
    } else if (type.isRecord() && node.path("type").asText().equals("object")) {
      compareFields(path, type, node);
    } else if (!node.has("const") && !node.has("enum") && !node.has("anyOf")) {
      expect(path, "type", "string", node);
    }
  }

  private void compareFields(String path, Class<?> type, JsonNode node) {
    Set<String> properties = new TreeSet<>();
    node.path("properties").fieldNames().forEachRemaining(properties::add);
    Set<String> required = texts(node.path("required"));
    Set<String> components = new TreeSet<>();
    for (RecordComponent component : JsonFields.of(type)) {
      String name = component.getName();
      components.add(name);
      boolean optional = component.getType() == Optional.class;
      // A number or boolean that is left out has a default: the mutants show whether it may be.
      if (!component.getType().isPrimitive() && optional == required.contains(name)) {
        differences.add(
            path + "." + name + (optional ? " is optional, but required" : " is not required"));
      }
      if (properties.contains(name)) {
        compare(path + "." + name, component.getGenericType(), node.path("properties").path(name));
      }
    }
    compareSets(path + " as fields", components, properties);
  }

  private void compareSets(String what, Set<String> code, Set<String> spec) {
    if (!code.equals(spec)) {
      Set<String> onlyCode = new TreeSet<>(code);
      onlyCode.removeAll(spec);
      Set<String> onlySpec = new TreeSet<>(spec);
      onlySpec.removeAll(code);
      differences.add(what + ": only the code has " + onlyCode + ", only the schema " + onlySpec);
    }
  }

  private void expect(String path, String keyword, String value, JsonNode node) {
    if (!node.path(keyword).asText().equals(value)) {
      differences.add(path + ": expected the " + keyword + " " + value + ", found " + node);
    }
  }

  private static Set<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
