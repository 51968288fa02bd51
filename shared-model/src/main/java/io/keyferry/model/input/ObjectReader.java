package io.keyferry.model.input;

import io.keyferry.model.json.Json;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the fields of one object. Violations are reported while the fields are read, so that all of
 * them are known at the end. Get a required value only if there are none.
 */
public final class ObjectReader {

  private final String path;
  private final Map<String, Json> fields;
  private final Consumer<Violation> violations;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<ObjectReader> parts = new ArrayList<>();

  private ObjectReader(String path, Map<String, Json> fields, Consumer<Violation> violations) {
    this.path = path;
    this.fields = fields;
    this.violations = violations;
  }

  /**
   * Returns a reader of this input. Input that is not an object is one violation; reading its
   * fields adds none.
   *
   * @param path of the object, empty for the root of a document
   * @param expected completes "expected …"
   */
  public static ObjectReader of(
      String path, Json input, String expected, Consumer<Violation> violations) {
    if (!(input instanceof Json.Obj(Map<String, Json> fields, List<String> duplicates))) {
      violations.accept(new Violation(path, expected, Violation.shown(input)));
      return new ObjectReader(path, Map.of(), _ -> {});
    }
    ObjectReader reader = new ObjectReader(path, fields, violations);
    new LinkedHashSet<>(duplicates)
        .forEach(name -> reader.violation(name, "the field once", "it more than once"));
    return reader;
  }

  /** Whether the field is present, whatever its value. */
  public boolean has(String name) {
    known.add(name);
    return fields.containsKey(name);
  }

  /** The names of all fields, for an object whose names are data. */
  public Set<String> names() {
    known.addAll(fields.keySet());
    return fields.keySet();
  }

  /** The value of an optional field; empty also if it is a violation. */
  public <T> Optional<T> optional(String name, Form<T> form) {
    return has(name) ? read(path(name), value(name), form) : Optional.empty();
  }

  /** The value of a required field. */
  public <T> Supplier<T> required(String name, Form<T> form) {
    return read(path(name), value(name), form)::orElseThrow;
  }

  /** An optional text, as its type reads it. */
  public <T> Optional<T> parsed(String name, String expected, Function<String, T> meaning) {
    return optional(name, Form.parsed(expected, meaning));
  }

  /** The items of an optional list, which may be empty. */
  public <T> List<T> list(String name, Form<T> item) {
    return has(name) ? items(name, "a list, each " + item.expected(), item, 0) : List.of();
  }

  /** The items of an optional list; if present, it has at least one item, and none twice. */
  public <T> Optional<List<T>> set(String name, Form<T> item) {
    return has(name) ? Optional.of(requiredSet(name, item)) : Optional.empty();
  }

  /** The items of a required list: at least one, and none twice. */
  public <T> List<T> requiredSet(String name, Form<T> item) {
    return items(name, "a list of at least one, each " + item.expected(), item, 1);
  }

  /** A required object. */
  public ObjectReader object(String name, String expected) {
    ObjectReader part = of(path(name), value(name), expected, violations);
    parts.add(part);
    return part;
  }

  /** An object whose fields are all optional, so that the object is optional, too. */
  public ObjectReader objectOrEmpty(String name, String expected) {
    return has(name) ? object(name, expected) : new ObjectReader("", Map.of(), violations);
  }

  /** An optional object; empty also if it is a violation. */
  public Optional<ObjectReader> optionalObject(String name) {
    return has(name)
        ? Optional.of(object(name, "an object")).filter(_ -> value(name) instanceof Json.Obj)
        : Optional.empty();
  }

  /** The texts of an optional object whose names are data. */
  public Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    ObjectReader part = objectOrEmpty(name, "an object");
    for (String key : part.names()) {
      part.parsed(key, "a string", text -> text).ifPresent(text -> texts.put(key, text));
    }
    return texts;
  }

  /** Requires exactly one of two fields. */
  public void exactlyOne(String one, String other) {
    if (has(one) == has(other)) {
      violation(one, "exactly one of " + one + " and " + other, has(one) ? "both" : "neither");
    }
  }

  /** Reports a violation of a field. */
  public void violation(String name, String expected, String found) {
    violations.accept(new Violation(path(name), expected, found));
  }

  /** Reports a violation of the object as a whole. */
  public void violation(String expected, String found) {
    violations.accept(new Violation(path, expected, found));
  }

  /** Refuses all fields but these. */
  public void refuseOthers(Collection<String> names) {
    refuseOthers(names, Map.of());
  }

  private void refuseOthers(Collection<String> names, Map<String, String> renamed) {
    for (String name : fields.keySet()) {
      if (!names.contains(name)) {
        String expected = "one of " + String.join(", ", names);
        Optional<String> cure =
            Optional.ofNullable(renamed.get(name))
                .filter(names::contains)
                .map(now -> "it is called '" + now + "' now")
                .or(() -> Nearest.suggestion(name, names));
        violations.accept(new Violation(path(name), expected, Violation.quoted(name), cure));
      }
    }
  }

  /**
   * Refuses, here and in every object that was read, all fields that were not read. Call it once,
   * last.
   */
  public void refuseUnknown() {
    refuseUnknown(Map.of());
  }

  /**
   * The same, with the names that fields had in an earlier release.
   *
   * @param renamed the current name by the earlier name
   */
  public void refuseUnknown(Map<String, String> renamed) {
    refuseOthers(known, renamed);
    parts.forEach(part -> part.refuseUnknown(renamed));
  }

  private <T> Optional<T> read(String place, Json value, Form<T> form) {
    try {
      return Optional.of(form.meaning().apply(value));
    } catch (UnexpectedValueException e) {
      violations.accept(e.at(place, form.expected()));
    } catch (IllegalArgumentException | DateTimeException e) {
      violations.accept(new Violation(place, form.expected(), Violation.shown(value)));
    }
    return Optional.empty();
  }

  private <T> List<T> items(String name, String expected, Form<T> form, int min) {
    if (!(value(name) instanceof Json.Arr(List<Json> items)) || items.size() < min) {
      violation(name, expected, Violation.shown(value(name)));
      return List.of();
    }
    List<T> read = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String place = path(name) + "[" + i + "]";
      Json item = items.get(i);
      Optional<T> meant = read(place, item, form);
      if (min > 0 && meant.filter(read::contains).isPresent()) {
        violations.accept(new Violation(place, "each value once", Violation.shown(item)));
      }
      meant.ifPresent(read::add);
    }
    return read;
  }

  private Json value(String name) {
    known.add(name);
    return fields.getOrDefault(name, new Json.Null());
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
