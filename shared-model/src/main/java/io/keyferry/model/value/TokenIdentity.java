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

  private static final int LONGEST = 64;

  public TokenIdentity {
    label = Required.cleaned(label, "label", LONGEST);
    serial = Required.cleaned(serial, "serial", LONGEST);
    manufacturer = Required.cleaned(manufacturer, "manufacturer", LONGEST);
    model = Required.cleaned(model, "model", LONGEST);
    firmware = Required.cleaned(firmware, "firmware", LONGEST);
  }
}
