package io.keyferry.cloud.event;

import io.keyferry.model.input.Input;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/** JSON as the reader of inputs takes it. */
public final class JsonInput {

  private JsonInput() {}

  /** The same value. */
  public static Input of(Json json) {
    return switch (json) {
      case Json.Obj(var fields, var doubled) -> {
        Map<String, Input> inputs = new LinkedHashMap<>();
        fields.forEach((name, value) -> inputs.put(name, of(value)));
        yield new Input.Fields(inputs, new LinkedHashSet<>(doubled));
      }
      case Json.Arr(var items) -> new Input.Items(items.stream().map(JsonInput::of).toList());
      case Json.Text(String text) -> Input.text(text);
      case Json.Num(String literal) -> new Input.Scalar(Input.Kind.NUMBER, literal);
      case Json.Bool(boolean value) -> Input.of(value);
      case Json.Null() -> Input.of(null);
    };
  }
}
