package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.input.Form;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the fields of one object of a request. */
public final class FieldReader {

  private final Json.Obj object;
  private final String prefix;
  private final List<Fault> faults;
  private final ObjectReader reader;

  /**
   * A reader of one object.
   *
   * @param prefix the object's path with a dot, or nothing
   * @param known the names that may be there
   */
  public FieldReader(Json.Obj object, String prefix, List<Fault> faults, Set<String> known) {
    this.object = object;
    this.prefix = prefix;
    this.faults = faults;
    this.reader =
        ObjectReader.of(
            prefix.replaceFirst("\\.$", ""),
            object,
            "an object",
            violation -> faults.add(Fault.of(violation)));
    reader.refuseOthers(known);
  }

  /** Whether the object has this field, whatever it holds. */
  public boolean has(String name) {
    return reader.has(name);
  }

  /** An object within the object. */
  public Optional<Json.Obj> object(String name) {
    Optional<Json.Obj> value = object.object(name);
    if (value.isEmpty() && has(name)) {
      reader.object(name, "an object");
    }
    return value;
  }

  /** A reader of an object within the object. */
  public Optional<FieldReader> object(String name, Set<String> known) {
    return object(name).map(value -> new FieldReader(value, prefix + name + ".", faults, known));
  }

  /** A string of this form. */
  public Optional<String> text(String name, Pattern form, String expected) {
    return reader.optional(name, Form.text(expected, form));
  }

  /** A string that can be read as a value. */
  public <T> Optional<T> parsed(String name, String expected, Function<String, T> parse) {
    return reader.parsed(name, expected, parse);
  }

  /** A boolean. */
  public Optional<Boolean> bool(String name) {
    return reader.optional(name, Form.bool());
  }

  /** A whole number within these limits. */
  public Optional<Integer> integer(String name, int min, int max) {
    return reader.optional(name, Form.integer(min, max));
  }

  /** The name of one of the constants. */
  public <E extends Enum<E>> Optional<E> constant(String name, List<E> constants) {
    return reader.optional(name, Form.oneOf(constants, Enum::name));
  }

  /** An array of strings of this form. */
  public List<String> texts(String name, Pattern form, String expected) {
    return reader.list(name, Form.text(expected, form));
  }

  /** An object of strings. */
  public Map<String, String> textsByName(String name) {
    Map<String, String> values = new TreeMap<>();
    if (has(name)) {
      ObjectReader texts = reader.object(name, "an object");
      for (String key : texts.names()) {
        texts.parsed(key, "a string", text -> text).ifPresent(text -> values.put(key, text));
      }
    }
    return values;
  }

  /** Reports a violation of a field. */
  public void fault(String name, String expected, String found) {
    faults.add(new Fault(prefix + name, expected, found));
  }
}
