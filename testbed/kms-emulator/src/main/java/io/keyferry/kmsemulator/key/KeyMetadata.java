package io.keyferry.kmsemulator.key;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.Material.Role;
import io.keyferry.kmsemulator.key.StoredKey.Nature;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.value.KeyArn;

/** The answer's {@code KeyMetadata}: which field is present in which state. */
public final class KeyMetadata {

  private KeyMetadata() {}

  public static ObjectNode of(StoredKey key, KeyState state) {
    Nature nature = key.nature();
    KeyStatus status = state.status();
    ObjectNode metadata =
        Json.object()
            .put("AWSAccountId", nature.arn().account())
            .put("KeyId", nature.arn().keyId().value())
            .put("Arn", nature.arn().toString())
            .put("Enabled", status == KeyStatus.ENABLED)
            .put("Description", state.description())
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
    state
        .windowAfterReplicas()
        .ifPresent(days -> metadata.put("PendingDeletionWindowInDays", days));
    if (status != KeyStatus.CREATING) {
      addMaterial(metadata, nature, state.materials());
    }
    if (nature.multiRegion()) {
      metadata.set("MultiRegionConfiguration", multiRegion(nature.arn(), key.family()));
    }
    return metadata;
  }

  /**
   * The expiry is present only while all material is there; the id remains after the material is
   * gone.
   */
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

  private static ObjectNode multiRegion(KeyArn own, KeyFamily family) {
    ObjectNode configuration =
        Json.object()
            .put("MultiRegionKeyType", family.primary().equals(own) ? "PRIMARY" : "REPLICA");
    configuration.set("PrimaryKey", multiRegionKey(family.primary()));
    ArrayNode replicas = configuration.putArray("ReplicaKeys");
    family.replicas().forEach(replica -> replicas.add(multiRegionKey(replica)));
    return configuration;
  }

  private static ObjectNode multiRegionKey(KeyArn key) {
    return Json.object().put("Arn", key.toString()).put("Region", key.region());
  }
}
