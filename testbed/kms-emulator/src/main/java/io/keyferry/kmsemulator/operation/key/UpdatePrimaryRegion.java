package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.key.KeyFamily;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.time.Duration;
import java.time.Instant;

/**
 * {@code UpdatePrimaryRegion}: a replica becomes the primary and the primary a replica; both are
 * Updating for a while.
 */
public final class UpdatePrimaryRegion implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(Members.KEY_ID.needed(), Members.REGION.of("Primary").needed());

  private final KeyStore keys;
  private final KmsEnvironment environment;
  private final Duration updateTime;

  public UpdatePrimaryRegion(KeyStore keys, KmsEnvironment environment, Duration updateTime) {
    this.keys = keys;
    this.environment = environment;
    this.updateTime = updateTime;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    String region = given.text("PrimaryRegion");
    key.update(state -> {
      if (!key.nature().multiRegion() || key.isReplica()) {
        throw KmsError.invalidState(key.arn() + " is not a multi-Region primary key.");
      }
      UsableKeys.requireEnabled(key, state);
      if (!region.equals(environment.region())) {
        promote(key, state, region);
      }
    });
    return Json.object();
  }

  private void promote(StoredKey key, KeyState state, String region) {
    KeyFamily family = key.family();
    KeyState replica =
        family
            .stateIn(region)
            .orElseThrow(() ->
                KmsError.validation(
                    key.arn().keyId() + " does not have a replica key in the specified Region."));
    if (replica.status() != KeyStatus.ENABLED) {
      throw replica.status().refusal(key.arnIn(region));
    }
    family.promote(region);
    Instant end = environment.clock().instant().plus(updateTime);
    state.updateUntil(end);
    replica.updateUntil(end);
  }
}
