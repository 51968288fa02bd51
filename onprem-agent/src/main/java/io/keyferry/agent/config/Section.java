package io.keyferry.agent.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file. Faults are gathered while properties are read; the values may be taken
 * only when there were none.
 */
final class Section {

  private final String path;
  private final Map<?, ?> values;
  private final Faults faults;
  private final Set<String> known = new HashSet<>();

  Section(String path, Map<?, ?> values, Faults faults) {
    this.path = path;
    this.values = values;
    this.faults = faults;
  }

  Section section(String name) {
    Object value = value(name);
    if (value instanceof Map<?, ?> map) {
      return new Section(path(name) + ".", map, faults);
    }
    faults.add(path(name), "a section with its properties", shown(value));
    return new Section(path(name) + ".", Map.of(), new Faults());
  }

  /** A section of which every property has a default, and so may be left out. */
  Section sectionOrDefaults(String name) {
    return has(name) ? section(name) : new Section(path(name) + ".", Map.of(), faults);
  }

  <T> Supplier<T> required(String name, Form<T> form) {
    Object value = value(name);
    if (value == null) {
      faults.add(path(name), form.expected(), "nothing");
    }
    return later(read(path(name), value, form));
  }

  <T> Supplier<Optional<T>> optional(String name, Form<T> form) {
    Optional<T> value = read(path(name), value(name), form);
    return () -> value;
  }

  <T> Supplier<T> withDefault(String name, Form<T> form, T byDefault) {
    T value = read(path(name), value(name), form).orElse(byDefault);
    return () -> value;
  }

  <T> Supplier<List<T>> requiredList(String name, Form<T> form) {
    return list(name, form, Optional.empty());
  }

  <T> Supplier<List<T>> listWithDefault(String name, Form<T> form, List<T> byDefault) {
    return list(name, form, Optional.of(byDefault));
  }

  private <T> Supplier<List<T>> list(String name, Form<T> form, Optional<List<T>> byDefault) {
    Object value = value(name);
    if (value == null && byDefault.isPresent()) {
      return byDefault::get;
    }
    List<T> read = new ArrayList<>();
    if (value instanceof List<?> items && !items.isEmpty()) {
      for (int i = 0; i < items.size(); i++) {
        read(path(name) + "[" + i + "]", items.get(i), form).ifPresent(read::add);
      }
    } else {
      faults.add(path(name), "a list of at least one, each " + form.expected(), shown(value));
    }
    return () -> List.copyOf(read);
  }

  boolean has(String name) {
    return value(name) != null;
  }

  /** A fault of what is not in the file, but belongs to the section. */
  void fault(String sentence) {
    faults.add(sentence);
  }

  void fault(String name, String expected, String found) {
    faults.add(path(name), expected, found);
  }

  /** To be called last: what has not been asked for is no property of this section. */
  void refuseUnknown() {
    for (Object key : values.keySet()) {
      String name = String.valueOf(key);
      if (!known.contains(name)) {
        String cure =
            Names.nearest(name, known).map(near -> "; did you mean '" + near + "'?").orElse("");
        String all = String.join(", ", known.stream().sorted().toList());
        faults.add(path(name), "one of " + all, Faults.quote(name) + cure);
      }
    }
  }

  private <T> Optional<T> read(String property, @Nullable Object value, Form<T> form) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      Optional<T> read = value instanceof String text ? form.read(text) : Optional.empty();
      if (read.isEmpty()) {
        faults.add(property, form.expected(), shown(value));
      }
      return read;
    } catch (Form.FileFault e) {
      faults.add(property, form.expected(), shown(value) + ", " + e.getMessage());
      return Optional.empty();
    }
  }

  private @Nullable Object value(String name) {
    known.add(name);
    return values.get(name);
  }

  private String path(String name) {
    return path + name;
  }

  private static <T> Supplier<T> later(Optional<T> value) {
    return value::orElseThrow;
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Map<?, ?> map -> "a section";
      case List<?> list -> list.isEmpty() ? "an empty list" : "a list";
      case String text -> text.isEmpty() ? "nothing" : Faults.quote(text);
      default -> "a value tagged as " + value.getClass().getSimpleName();
    };
  }
}
