package io.keyferry.kmsemulator.operation.material;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyOrigin;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.Material;
import io.keyferry.kmsemulator.key.Material.Role;
import io.keyferry.kmsemulator.key.Materials;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.util.Optional;

/** {@code DeleteImportedKeyMaterial}: in every state, and idempotent. */
public final class DeleteImportedKeyMaterial implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed(), Members.KEY_MATERIAL_ID);

  private final KeyStore keys;

  public DeleteImportedKeyMaterial(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    key.requireOrigin(KeyOrigin.EXTERNAL);
    return key.locked(state -> delete(key, state, given.optionalText("KeyMaterialId")));
  }

  private static ObjectNode delete(StoredKey key, KeyState state, Optional<String> id) {
    Materials materials = state.materials();
    Optional<Material> found =
        id.isPresent()
            ? id.map(wanted -> find(key, materials, wanted))
            : materials.withRole(Role.CURRENT);
    found.ifPresent(material -> delete(key, materials, material));
    ObjectNode answer = Json.object().put("KeyId", key.arn().toString());
    found
        .filter(material -> key.nature().isSymmetric())
        .ifPresent(material -> answer.put("KeyMaterialId", material.id()));
    return answer;
  }

  /**
   * Deleting pending material in the primary Region deletes it in every Region and from the
   * history.
   */
  private static void delete(StoredKey key, Materials materials, Material material) {
    if (material.role() == Role.PENDING_ROTATION && !key.isReplica()) {
      key.family().forget(material.id());
    } else {
      materials.drop(material.id());
    }
  }

  private static Material find(StoredKey key, Materials materials, String id) {
    return materials
        .withId(id)
        .orElseThrow(() ->
            KmsError.validation(
                "Key material (id: "
                    + id
                    + ") has never been imported into KMS key "
                    + key.arn()
                    + "."));
  }
}
