package io.keyferry.model;

import io.avaje.jsonb.Json;

/**
 * What a token says of itself in {@code C_GetTokenInfo}, blanks trimmed.
 *
 * @param label the partition's label
 * @param firmware {@code major.minor}
 */
@Json
public record TokenIdentity(
    String label, String serial, String manufacturer, String model, String firmware) {

  private static final int LONGEST = 64;

  public TokenIdentity {
    Required.text(label, "label", LONGEST);
    Required.text(serial, "serial", LONGEST);
    Required.text(manufacturer, "manufacturer", LONGEST);
    Required.text(model, "model", LONGEST);
    Required.text(firmware, "firmware", LONGEST);
  }
}
