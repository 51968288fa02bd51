package io.keyferry.kmsemulator.operation.material;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.key.KeyOrigin;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.Material;
import io.keyferry.kmsemulator.key.Material.Role;
import io.keyferry.kmsemulator.key.Materials;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Shape;
import java.time.Duration;
import java.time.Instant;

/**
 * {@code RotateKeyOnDemand}: starts a rotation. The key does not change until the rotation time has
 * passed.
 */
public final class RotateKeyOnDemand implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());
  private static final int MAX_ROTATIONS = 25;

  private final KeyStore keys;
  private final KmsEnvironment environment;
  private final Duration rotationTime;

  public RotateKeyOnDemand(KeyStore keys, KmsEnvironment environment, Duration rotationTime) {
    this.keys = keys;
    this.environment = environment;
    this.rotationTime = rotationTime;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byIdOrArn(SHAPE.check(request).text("KeyId"));
    if (!key.nature().isSymmetric()) {
      throw KmsError.unexplained("UnsupportedOperationException");
    }
    key.refuseReplica("RotateKeyOnDemand");
    key.update(state -> {
      UsableKeys.requireEnabled(key, state);
      start(key, state.materials());
    });
    return Json.object().put("KeyId", key.arn().toString());
  }

  private void start(StoredKey key, Materials materials) {
    if (materials.history().rotationsOnDemand() >= MAX_ROTATIONS) {
      throw KmsError.of(
          "LimitExceededException",
          "The on-demand rotations limit has been reached for the given keyId. No more on-demand"
              + " rotations can be performed for this key: "
              + key.arn());
    }
    if (key.nature().origin() == KeyOrigin.AWS_KMS) {
      generateNext(key, materials);
    }
    Material pending =
        materials
            .withRole(Role.PENDING_ROTATION)
            .orElseThrow(() ->
                KmsError.invalidState(
                    "No available key material pending rotation for the key: " + key.arn() + "."));
    if (!key.family().isEverywhere(pending.id())) {
      throw KmsError.invalidState(
          "Cannot perform key material rotation: Key material has not been imported for replicas of"
              + " the Multi-Region key.");
    }
    Instant now = environment.clock().instant();
    materials.history().startRotation(now, now.plus(rotationTime));
  }

  /**
   * For its own keys KMS generates the material that the owner of an imported key provides; it is
   * never shown as pending.
   */
  private void generateNext(StoredKey key, Materials materials) {
    if (materials.withRole(Role.PENDING_ROTATION).isEmpty()) {
      KeyBytes bytes = KeyBytes.newAesKey(environment.random());
      String id = bytes.materialId(key.arn().keyId());
      key.family().share(Material.generated(id, Role.PENDING_ROTATION, bytes));
    }
  }
}
