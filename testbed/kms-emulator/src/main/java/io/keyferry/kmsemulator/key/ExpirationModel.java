package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether material expires: KMS {@code ImportKeyMaterial}, {@code ExpirationModel}. */
public enum ExpirationModel {
  KEY_MATERIAL_EXPIRES,
  KEY_MATERIAL_DOES_NOT_EXPIRE;

  private static final Duration MAX_VALIDITY = Duration.ofDays(365);

  public static ExpirationModel of(Optional<Instant> validTo) {
    return validTo.isPresent() ? KEY_MATERIAL_EXPIRES : KEY_MATERIAL_DOES_NOT_EXPIRE;
  }

  /**
   * Reads {@code ExpirationModel} and {@code ValidTo} together. KMS truncates the expiry to whole
   * seconds.
   *
   * @return when the material expires; empty for never
   * @throws KmsError if the two do not match or the time is out of range
   */
  static Optional<Instant> expiry(Parameters given, Instant now) {
    ExpirationModel model =
        given
            .optionalText("ExpirationModel")
            .map(ExpirationModel::valueOf)
            .orElse(KEY_MATERIAL_EXPIRES);
    Optional<Instant> validTo = given.timestamp("ValidTo");
    if (model == KEY_MATERIAL_DOES_NOT_EXPIRE && validTo.isPresent()) {
      throw KmsError.validation(
          "A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE");
    }
    if (model == KEY_MATERIAL_EXPIRES && validTo.isEmpty()) {
      throw KmsError.validation(
          "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
    }
    if (validTo.filter(end -> !end.isAfter(now)).isPresent()) {
      throw KmsError.validation("ValidTo must be in the future");
    }
    if (validTo.filter(end -> end.isAfter(now.plus(MAX_VALIDITY))).isPresent()) {
      throw KmsError.validation("ValidTo must be less than 365 days in the future");
    }
    return validTo.map(end -> end.truncatedTo(ChronoUnit.SECONDS));
  }
}
