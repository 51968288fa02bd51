package io.keyferry.agent.cli.option;

import io.keyferry.model.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The output of {@code --json}: one object on one line. */
public final class CliJson {

  private CliJson() {}

  /**
   * Returns the object as text.
   *
   * @param fields by name, in order: strings, numbers, Booleans, and lists and objects of these
   */
  public static String of(Map<String, Object> fields) {
    return new String(JsonCodec.write(fields), StandardCharsets.UTF_8);
  }
}
