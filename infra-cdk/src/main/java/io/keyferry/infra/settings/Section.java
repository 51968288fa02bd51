package io.keyferry.infra.settings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One JSON object of the settings. Faults are gathered while its properties are read. */
final class Section {

  private final String path;
  private final Map<?, ?> values;
  private final Faults faults;
  private final Set<String> known = new LinkedHashSet<>();

  Section(String path, Map<?, ?> values, Faults faults) {
    this.path = path;
    this.values = values;
    this.faults = faults;
  }

  /** A value, or nothing where there is none or it is at fault. */
  <T> Optional<T> optional(String name, Form<T> form) {
    Object value = value(name);
    return value == null ? Optional.empty() : read(path(name), value, form);
  }

  <T> T withDefault(String name, Form<T> form, T byDefault) {
    return optional(name, form).orElse(byDefault);
  }

  /** A list without doubles, of at least one. */
  <T> List<T> list(String name, Form<T> form, List<T> byDefault) {
    Object value = value(name);
    if (value == null) {
      return byDefault;
    }
    Set<T> read = new LinkedHashSet<>();
    if (value instanceof List<?> items && !items.isEmpty()) {
      for (int i = 0; i < items.size(); i++) {
        String item = path(name) + "[" + i + "]";
        read(item, items.get(i), form)
            .filter(one -> !read.add(one))
            .ifPresent(one -> faults.add(item, "each value once", Faults.quote(one.toString())));
      }
    } else {
      fault(name, "a list of at least one, each " + form.expected(), Faults.shown(value));
    }
    return List.copyOf(read);
  }

  /** The objects in an object, in the order of their names. */
  List<Map.Entry<String, Section>> sections(String name, String expected, Form<String> names) {
    Object value = value(name);
    if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
      fault(name, expected, Faults.shown(value));
      return List.of();
    }
    List<Map.Entry<String, Section>> sections = new ArrayList<>();
    for (String key : names(map)) {
      String inner = path(name) + "." + key;
      read(inner, key, names);
      if (map.get(key) instanceof Map<?, ?> one) {
        sections.add(Map.entry(key, new Section(inner, one, faults)));
      } else {
        faults.add(inner, "an object with the agent's properties", Faults.shown(map.get(key)));
      }
    }
    return sections;
  }

  boolean has(String name) {
    return value(name) != null;
  }

  void fault(String name, String expected, String found) {
    faults.add(path(name), expected, found);
  }

  /** A fault of the object as a whole. */
  void fault(String expected, String found) {
    faults.add(path, expected, found);
  }

  /** To be called last: what has not been asked for is no property of this object. */
  void refuseUnknown() {
    for (String name : names(values)) {
      if (!known.contains(name)) {
        fault(name, "one of " + String.join(", ", known), "no such property");
      }
    }
  }

  private <T> Optional<T> read(String property, @Nullable Object value, Form<T> form) {
    try {
      if (value != null) {
        return Optional.of(form.read(value));
      }
      faults.add(property, form.expected(), "nothing");
    } catch (InvalidValue e) {
      faults.add(property, form.expected(), e.found());
    }
    return Optional.empty();
  }

  private @Nullable Object value(String name) {
    known.add(name);
    return values.get(name);
  }

  private String path(String name) {
    return path + "." + name;
  }

  private static Set<String> names(Map<?, ?> map) {
    Set<String> names = new TreeSet<>();
    map.keySet().forEach(key -> names.add(String.valueOf(key)));
    return names;
  }
}
