package io.keyferry.model.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Documents that differ from a good one in one place, to compare a schema with a reader: what one
 * accepts and the other refuses is a difference between them.
 */
public final class DocumentMutants {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Values at the limits of KeyFerry's formats, and one beyond. */
  private static final List<Long> NUMBERS =
      List.of(-1L, 0L, 1L, 100L, 101L, (1L << 53) - 1, 1L << 53, 1L << 62);

  private static final List<Integer> LENGTHS =
      List.of(
          64, 65, 128, 129, 256, 257, 1000, 1001, 2000, 2001, 2048, 2049, 8192, 8193, 12_288,
          12_289, 20_000);
  private static final List<Integer> ENTRIES = List.of(8, 9, 16, 17, 32, 33, 48, 49, 64, 65);

  private record Mutant(String what, JsonNode document) {}

  private final JsonNode whole;
  private final List<Mutant> mutants = new ArrayList<>();

  private DocumentMutants(JsonNode whole) {
    this.whole = whole;
  }

  /**
   * Compares a schema with a reader by the document and all its mutants.
   *
   * @return what only one of the two accepts: the place, the change there, and which of the two
   *     accepts it
   */
  public static List<String> differences(
      SpecSchema schema, JsonNode document, Predicate<JsonNode> reader) {
    DocumentMutants all = new DocumentMutants(document);
    all.mutants.add(new Mutant("as it is", document));
    all.mutate("", document);
    List<String> differences = new ArrayList<>();
    for (Mutant mutant : all.mutants) {
      boolean bySchema = schema.accepts(mutant.document());
      if (bySchema != reader.test(mutant.document())) {
        differences.add(mutant.what() + ": taken by the " + (bySchema ? "schema" : "reader"));
      }
    }
    return differences;
  }

  private void mutate(String place, JsonNode node) {
    if (node instanceof ObjectNode object) {
      add(place, place, "unknown field", with(object, "another", NODES.numberNode(1)));
      object.properties().forEach(field -> mutate(place, object, field.getKey(), field.getValue()));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        String item = place + "/" + index;
        replacements(array.get(index))
            .forEach((kind, value) -> add(place, item, kind, array.deepCopy().set(index, value)));
        mutate(item, array.get(index));
      }
    }
  }

  private void mutate(String place, ObjectNode object, String name, JsonNode value) {
    String field = place + "/" + name;
    ObjectNode less = object.deepCopy();
    less.remove(name);
    add(place, field, "left out", less);
    add(place, field, "renamed", with(less, name + " ", value));
    replacements(value)
        .forEach((kind, other) -> add(place, field, kind, with(object, name, other)));
    mutate(field, value);
  }

  private void add(String changed, String place, String kind, JsonNode part) {
    mutants.add(new Mutant((place.isEmpty() ? "/" : place) + " " + kind, replaced(changed, part)));
  }

  private static String above(String place) {
    return place.isEmpty() ? place : place.substring(0, place.lastIndexOf('/'));
  }

  private JsonNode replaced(String place, JsonNode part) {
    if (place.isEmpty()) {
      return part;
    }
    JsonNode copy = whole.deepCopy();
    JsonNode parent = copy.at(above(place));
    String name = place.substring(place.lastIndexOf('/') + 1);
    if (parent instanceof ObjectNode object) {
      object.set(name, part);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(name), part);
    }
    return copy;
  }

  private static ObjectNode with(ObjectNode object, String name, JsonNode value) {
    ObjectNode changed = object.deepCopy();
    changed.set(name, value);
    return changed;
  }

  private static Map<String, JsonNode> replacements(JsonNode value) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    all.put("null", NODES.nullNode());
    all.put("true", NODES.booleanNode(true));
    all.put("false", NODES.booleanNode(false));
    all.put("empty text", NODES.textNode(""));
    all.put("some text", NODES.textNode("x"));
    all.put("fraction", NODES.numberNode(1.5));
    all.put("empty list", NODES.arrayNode());
    all.put("empty object", NODES.objectNode());
    all.put("in a list", NODES.arrayNode().add(value));
    NUMBERS.forEach(number -> all.put(number.toString(), NODES.numberNode(number)));
    if (value.isTextual()) {
      String text = value.asText();
      all.put("line feed after it", NODES.textNode(text + "\n"));
      all.put("blank before it", NODES.textNode(" " + text));
      all.put("letter after it", NODES.textNode(text + "x"));
      all.put("padding after it", NODES.textNode(text + "="));
      all.put("first character off", NODES.textNode(text.substring(Math.min(1, text.length()))));
      all.put("lower case", NODES.textNode(text.toLowerCase(Locale.ROOT)));
      all.put("upper case", NODES.textNode(text.toUpperCase(Locale.ROOT)));
      LENGTHS.forEach(
          length -> all.put(length + " characters", NODES.textNode("x".repeat(length))));
    } else if (value.isValueNode()) {
      all.put("as text", NODES.textNode(value.asText()));
    } else if (!value.isEmpty()) {
      ENTRIES.forEach(count -> all.put(count + " entries", entries(value, count)));
    }
    return all;
  }

  /** Repeats the first entry this many times; in an object, with distinct names. */
  private static JsonNode entries(JsonNode value, int count) {
    JsonNode first = value.iterator().next();
    ArrayNode list = NODES.arrayNode();
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < count; i++) {
      list.add(first);
      object.set("name" + i, first);
    }
    return value.isArray() ? list : object;
  }
}
