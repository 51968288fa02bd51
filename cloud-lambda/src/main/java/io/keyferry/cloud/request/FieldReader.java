package io.keyferry.cloud.request;

import io.keyferry.cloud.event.Fault;
import io.keyferry.model.json.Json;
import io.keyferry.model.value.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Takes the fields of one object and notes every fault with its path. */
public final class FieldReader {

  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  private final Json.Obj object;
  private final String prefix;
  private final List<Fault> faults;

  /**
   * @param prefix the object's path with a dot, or nothing
   * @param known the names that may be there
   */
  FieldReader(Json.Obj object, String prefix, List<Fault> faults, Set<String> known) {
    this.object = object;
    this.prefix = prefix;
    this.faults = faults;
    for (String name : object.fields().keySet()) {
      if (!known.contains(name)) {
        fault(name, "one of " + String.join(", ", known), "an unknown field");
      }
    }
    for (String name : object.doubled()) {
      fault(name, "the field once", "the field more than once");
    }
  }

  /** Whether the object has this field, whatever it holds. */
  public boolean has(String name) {
    return object.fields().containsKey(name);
  }

  /**
   * Reads an object within the object.
   *
   * @param known the names that may be there
   */
  public Optional<FieldReader> object(String name, Set<String> known) {
    return object(name).map(value -> new FieldReader(value, prefix + name + ".", faults, known));
  }

  Optional<Json.Obj> object(String name) {
    return switch (object.fields().get(name)) {
      case null -> Optional.empty();
      case Json.Obj value -> Optional.of(value);
      case Json other -> none(name, "an object", other.shown());
    };
  }

  /** A string of this form. */
  public Optional<String> text(String name, Pattern form, String expected) {
    return switch (object.fields().get(name)) {
      case null -> Optional.empty();
      case Json.Text(String value) when form.matcher(value).matches() -> Optional.of(value);
      case Json other -> none(name, expected, shown(other));
    };
  }

  /** A string that can be read as a value. */
  public <T> Optional<T> parsed(String name, String expected, Function<String, T> parse) {
    Optional<String> text = text(name, ANY, expected);
    try {
      return text.map(parse);
    } catch (InvalidValueException e) {
      return none(name, expected, text.orElse(""));
    }
  }

  /** A boolean. */
  public Optional<Boolean> bool(String name) {
    return switch (object.fields().get(name)) {
      case null -> Optional.empty();
      case Json.Bool(boolean value) -> Optional.of(value);
      case Json other -> none(name, "true or false", shown(other));
    };
  }

  /** A whole number within these limits. */
  public Optional<Integer> integer(String name, int min, int max) {
    Json found = object.fields().get(name);
    if (found == null) {
      return Optional.empty();
    }
    if (found instanceof Json.Num(String literal) && literal.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(literal);
      if (value >= min && value <= max) {
        return Optional.of(value);
      }
    }
    return none(name, "a whole number from " + min + " to " + max, shown(found));
  }

  /** The name of one of the constants. */
  public <E extends Enum<E>> Optional<E> constant(String name, List<E> constants) {
    Json found = object.fields().get(name);
    if (found == null) {
      return Optional.empty();
    }
    for (E constant : constants) {
      if (found.equals(new Json.Text(constant.name()))) {
        return Optional.of(constant);
      }
    }
    return none(
        name,
        "one of " + String.join(", ", constants.stream().map(Enum::name).toList()),
        shown(found));
  }

  /** An array of strings of this form. */
  public List<String> texts(String name, Pattern form, String expected) {
    List<String> values = new ArrayList<>();
    switch (object.fields().get(name)) {
      case null -> {}
      case Json.Arr(List<Json> items) -> {
        for (int i = 0; i < items.size(); i++) {
          if (items.get(i) instanceof Json.Text(String value) && form.matcher(value).matches()) {
            values.add(value);
          } else {
            fault(name + "[" + i + "]", expected, shown(items.get(i)));
          }
        }
      }
      case Json other -> fault(name, "an array of strings", shown(other));
    }
    return values;
  }

  /** An object of strings. */
  public Map<String, String> textsByName(String name) {
    Map<String, String> values = new TreeMap<>();
    object(name)
        .ifPresent(map -> {
          map.doubled().forEach(k -> fault(name + "." + k, "the tag once", "it more than once"));
          map.fields()
              .forEach((key, value) -> {
                if (value instanceof Json.Text(String text)) {
                  values.put(key, text);
                } else {
                  fault(name + "." + key, "a string", shown(value));
                }
              });
        });
    return values;
  }

  /** Notes a fault of a field. */
  public void fault(String name, String expected, String found) {
    faults.add(new Fault(prefix + name, expected, found));
  }

  private <T> Optional<T> none(String name, String expected, String found) {
    fault(name, expected, found);
    return Optional.empty();
  }

  /** A string alone says what it is; a boolean or number must not look like a string. */
  private static String shown(Json value) {
    return value instanceof Json.Bool ? "the boolean " + value.shown() : value.shown();
  }
}
