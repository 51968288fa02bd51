package io.keyferry.cloud.record;

import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an import has to do, in the table's own form, so that stricter rules for requests never make
 * an accepted import unreadable.
 *
 * @param kind the name of the kind of request
 * @param fields the kind's data, as the text of a JSON object
 */
public record StoredOrder(String kind, String fields) {

  /** The order of a kind with these fields. */
  public static StoredOrder of(String kind, JsonText.Fields fields) {
    return new StoredOrder(kind, JsonText.object(fields));
  }

  /**
   * Reads the fields.
   *
   * @throws IllegalStateException if they are not a JSON object
   */
  public Fields read() {
    if (Json.read(fields.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj object) {
      return new Fields(object);
    }
    throw new IllegalStateException("expected a stored order with fields, found " + fields);
  }

  /** Reads the fields; those that are unknown or of another type are ignored. */
  public static final class Fields {

    private final Json.Obj object;

    private Fields(Json.Obj object) {
      this.object = object;
    }

    /** The object with this name, empty if there is none. */
    public Fields object(String name) {
      return new Fields(object.object(name).orElseGet(() -> new Json.Obj(Map.of(), List.of())));
    }

    /** A string. */
    public Optional<String> text(String name) {
      return object.text(name);
    }

    /**
     * A required string.
     *
     * @throws IllegalStateException if there is none
     */
    public String required(String name) {
      return text(name)
          .orElseThrow(() ->
              new IllegalStateException(
                  "expected a stored order with %s, found %s"
                      .formatted(name, object.fields().keySet())));
    }

    /**
     * The name of one of the constants.
     *
     * @throws IllegalStateException if it is not one of them
     */
    public <E extends Enum<E>> E constant(String name, List<E> constants) {
      String text = required(name);
      return constants.stream()
          .filter(constant -> constant.name().equals(text))
          .findFirst()
          .orElseThrow(() ->
              new IllegalStateException(
                  "expected a stored order with %s one of %s, found %s"
                      .formatted(name, constants, text)));
    }

    /** A boolean. */
    public boolean flag(String name, boolean otherwise) {
      return object.field(name).orElse(new Json.Null()) instanceof Json.Bool(boolean value)
          ? value
          : otherwise;
    }

    /** An array of strings. */
    public List<String> texts(String name) {
      return object.field(name).orElse(new Json.Null()) instanceof Json.Arr(List<Json> items)
          ? items.stream()
              .filter(Json.Text.class::isInstance)
              .map(item -> ((Json.Text) item).value())
              .toList()
          : List.of();
    }

    /** An object of strings. */
    public Map<String, String> textsByName(String name) {
      Map<String, String> texts = new LinkedHashMap<>();
      Json.Obj found = object(name).object;
      found.fields().keySet().forEach(key -> found.text(key).ifPresent(t -> texts.put(key, t)));
      return texts;
    }
  }
}
