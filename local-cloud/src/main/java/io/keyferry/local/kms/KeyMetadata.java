package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.local.kms.Material.Role;
import io.keyferry.local.kms.StoredKey.Nature;

/** The answer's {@code KeyMetadata}: which field is there in which state. */
final class KeyMetadata {

  private KeyMetadata() {}

  static ObjectNode of(Nature nature, KeyState state) {
    KeyStatus status = state.status();
    ObjectNode metadata =
        Json.object()
            .put("AWSAccountId", nature.arn().account())
            .put("KeyId", nature.arn().keyId().value())
            .put("Arn", nature.arn().toString())
            .put("Enabled", status == KeyStatus.ENABLED)
            .put("Description", nature.description())
            .put("KeyUsage", nature.usage().name())
            .put("KeyState", status.wireName())
            .put("Origin", nature.origin().name())
            .put("KeyManager", "CUSTOMER")
            .put("CustomerMasterKeySpec", nature.spec().name())
            .put("KeySpec", nature.spec().name())
            .put("MultiRegion", nature.multiRegion());
    metadata.set("CreationDate", Json.timestamp(nature.created()));
    metadata.set(
        nature.usage().algorithmsField(), Json.texts(nature.usage().algorithms(nature.spec())));
    state.deletion().ifPresent(end -> metadata.set("DeletionDate", Json.timestamp(end)));
    addMaterial(metadata, nature, state.materials());
    addMultiRegion(metadata, nature);
    return metadata;
  }

  /** The expiry is told only while all material is there; the id stays when it has gone. */
  private static void addMaterial(ObjectNode metadata, Nature nature, Materials materials) {
    if (nature.origin() == KeyOrigin.EXTERNAL && materials.isComplete()) {
      metadata.put("ExpirationModel", ExpirationModel.of(materials.earliestExpiry()).name());
      materials.earliestExpiry().ifPresent(end -> metadata.set("ValidTo", Json.timestamp(end)));
    }
    if (nature.isSymmetric()) {
      materials
          .withRole(Role.CURRENT)
          .ifPresent(current -> metadata.put("CurrentKeyMaterialId", current.id()));
    }
  }

  private static void addMultiRegion(ObjectNode metadata, Nature nature) {
    if (nature.multiRegion()) {
      ObjectNode configuration =
          metadata.putObject("MultiRegionConfiguration").put("MultiRegionKeyType", "PRIMARY");
      configuration
          .putObject("PrimaryKey")
          .put("Arn", nature.arn().toString())
          .put("Region", nature.arn().region());
      configuration.putArray("ReplicaKeys");
    }
  }
}
