package io.keyferry.agent.cli.option;

import io.keyferry.model.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What {@code --json} prints: one object on one line. */
public final class CliJson {

  private CliJson() {}

  /**
   * The object.
   *
   * @param fields by name, in their order: text, numbers, truth values, lists and objects of these
   */
  public static String of(Map<String, Object> fields) {
    return new String(JsonCodec.write(fields), StandardCharsets.UTF_8);
  }
}
