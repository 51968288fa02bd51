package io.keyferry.kmsemulator.operation.material;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.AutomaticRotation;
import io.keyferry.kmsemulator.key.KeyOrigin;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.MaterialHistory;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code EnableKeyRotation} and {@code DisableKeyRotation}, for symmetric keys with KMS's own
 * material.
 */
public final class SetKeyRotation implements KmsOperation {

  private static final String PERIOD = "RotationPeriodInDays";

  private static final Shape ENABLE =
      Shape.of(Members.KEY_ID.needed(), Member.number(PERIOD, 90, 2560));
  private static final Shape DISABLE = Shape.of(Members.KEY_ID.needed());

  private final KeyStore keys;
  private final InstantSource clock;
  private final boolean enabled;

  public SetKeyRotation(KeyStore keys, InstantSource clock, boolean enabled) {
    this.keys = keys;
    this.clock = clock;
    this.enabled = enabled;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = (enabled ? ENABLE : DISABLE).check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    key.requireOrigin(KeyOrigin.AWS_KMS);
    if (enabled && !key.nature().isSymmetric()) {
      throw KmsError.unexplained("UnsupportedOperationException");
    }
    key.refuseReplica(enabled ? "EnableKeyRotation" : "DisableKeyRotation");
    key.update(state -> {
      UsableKeys.requireEnabled(key, state);
      MaterialHistory history = state.materials().history();
      history.setAutomatic(enabled ? Optional.of(rotation(given, history)) : Optional.empty());
    });
    return Json.object();
  }

  /** As recorded: the same period does not move the next rotation. */
  private AutomaticRotation rotation(Parameters given, MaterialHistory history) {
    Optional<AutomaticRotation> present = history.automatic();
    int days =
        given.number(
            PERIOD, present.map(AutomaticRotation::days).orElse(AutomaticRotation.USUAL_DAYS));
    return present
        .filter(rotation -> rotation.days() == days)
        .orElseGet(() -> AutomaticRotation.from(clock.instant(), days));
  }
}
