package io.keyferry.evidence.record;

import io.keyferry.evidence.record.RecordContent.Signed;
import io.keyferry.model.json.Json;
import io.keyferry.model.json.JsonCodec;
import io.keyferry.model.value.InvalidValueException;
import io.keyferry.model.value.KeyThumbprint;
import java.util.Base64;

/** Reads what a message says about itself, without verifying its signature. */
final class UnverifiedMessage {

  private UnverifiedMessage() {}

  /**
   * Returns its content and the signer that it names.
   *
   * @throws InvalidValueException if it is not a well-formed message
   */
  static <T> Signed<T> read(Class<T> type, String compact) {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw InvalidValueException.of(
          "a " + type.getSimpleName() + " in three parts of base64url", parts.length + " parts");
    }
    return new Signed<>(
        new KeyThumbprint(RecordFile.required(header(parts[0]), "kid")),
        JsonCodec.read(type, decode(parts[1])));
  }

  /** Whether it claims to be of this {@code typ}. */
  static boolean isOf(String typ, String compact) {
    try {
      return header(compact.split("\\.", -1)[0]).text("typ").filter(typ::equals).isPresent();
    } catch (InvalidValueException e) {
      // Reading it as another type reports what is wrong.
      return false;
    }
  }

  private static Json.Obj header(String part) {
    return Json.readObject(decode(part));
  }

  private static byte[] decode(String part) {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw InvalidValueException.of("base64url without padding", part);
    }
  }
}
