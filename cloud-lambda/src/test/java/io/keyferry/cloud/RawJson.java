package io.keyferry.cloud;

import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonText;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what was read. */
final class RawJson {

  private RawJson() {}

  /** The value as text. */
  static String of(Json value) {
    return switch (value) {
      case Json.Obj object ->
          object.fields().entrySet().stream()
              .map(field -> quoted(field.getKey()) + ":" + of(field.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Json.Arr(List<Json> all) ->
          all.stream().map(RawJson::of).collect(Collectors.joining(",", "[", "]"));
      case Json.Text(String text) -> quoted(text);
      case Json.Num(String literal) -> literal;
      case Json.Bool(boolean bool) -> Boolean.toString(bool);
      case Json.Null() -> "null";
    };
  }

  private static String quoted(String text) {
    String object = JsonText.object(json -> json.writeStringField("", text));
    return object.substring(object.indexOf(':') + 1, object.length() - 1);
  }
}
