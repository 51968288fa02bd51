package io.keyferry.model.value;

import io.avaje.jsonb.Json;

/**
 * What a token says about itself in {@code C_GetTokenInfo}, without trailing blanks.
 *
 * @param label the partition's label
 * @param firmware {@code major.minor}
 */
@Json
public record TokenIdentity(
    String label, String serial, String manufacturer, String model, String firmware) {

  private static final int MAX_LENGTH = 64;

  public TokenIdentity {
    label = Required.cleaned(label, "label", MAX_LENGTH);
    serial = Required.cleaned(serial, "serial", MAX_LENGTH);
    manufacturer = Required.cleaned(manufacturer, "manufacturer", MAX_LENGTH);
    model = Required.cleaned(model, "model", MAX_LENGTH);
    firmware = Required.cleaned(firmware, "firmware", MAX_LENGTH);
  }
}
