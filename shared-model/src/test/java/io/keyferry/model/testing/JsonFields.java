package io.keyferry.model.testing;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** The fields that a record has in JSON. */
public final class JsonFields {

  private JsonFields() {}

  /**
   * The record's components. If it declares one of their types, it is a record of groups, and its
   * fields are the components of its groups.
   */
  public static List<RecordComponent> of(Class<?> type) {
    List<RecordComponent> components = List.of(type.getRecordComponents());
    return components.stream()
            .anyMatch(
                group -> group.getType().isRecord() && group.getType().getDeclaringClass() == type)
        ? components.stream()
            .flatMap(group -> Arrays.stream(group.getType().getRecordComponents()))
            .toList()
        : components;
  }
}
