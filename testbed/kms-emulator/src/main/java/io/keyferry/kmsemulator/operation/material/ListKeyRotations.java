package io.keyferry.kmsemulator.operation.material;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.ExpirationModel;
import io.keyferry.kmsemulator.key.KeyOrigin;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.Material;
import io.keyferry.kmsemulator.key.Material.Role;
import io.keyferry.kmsemulator.key.Materials;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Page;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** {@code ListKeyRotations}: in every state, the oldest first. */
public final class ListKeyRotations implements KmsOperation {

  private static final String INCLUDE = "IncludeKeyMaterial";
  private static final String ALL = "ALL_KEY_MATERIAL";
  private static final int USUAL_LIMIT = 100;

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Member.oneOf(INCLUDE, List.of(ALL, "ROTATIONS_ONLY")),
          Members.LIMIT,
          Members.MARKER);

  private final KeyStore keys;

  public ListKeyRotations(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    if (given.has(INCLUDE) && !key.nature().isSymmetric()) {
      throw KmsError.validation(
          "Input parameter includeKeyMaterial can only be used with symmetric keys.");
    }
    return key.locked(state -> page(given, key, state.materials()));
  }

  private static ObjectNode page(Parameters given, StoredKey key, Materials materials) {
    boolean all = given.optionalText(INCLUDE).filter(ALL::equals).isPresent();
    List<Material> shown =
        materials.all().stream()
            .filter(material -> material.rotated().isPresent() || (all && isListed(key, material)))
            .toList();
    return Page.of(
        given,
        USUAL_LIMIT,
        "Rotations",
        IntStream.range(0, shown.size()).boxed(),
        "%08d"::formatted,
        index -> entry(key, shown.get(index)));
  }

  /** Material that KMS generates for its own keys is not listed before it is current. */
  private static boolean isListed(StoredKey key, Material material) {
    return material.role() != Role.PENDING_ROTATION || isExternal(key);
  }

  private static boolean isExternal(StoredKey key) {
    return key.nature().origin() == KeyOrigin.EXTERNAL;
  }

  private static ObjectNode entry(StoredKey key, Material material) {
    ObjectNode entry =
        Json.object()
            .put("KeyId", key.arn().toString())
            .put("KeyMaterialId", material.id())
            .put("KeyMaterialState", materialState(key, material));
    material.description().ifPresent(text -> entry.put("KeyMaterialDescription", text));
    if (isExternal(key)) {
      entry.put("ImportState", material.isImported() ? "IMPORTED" : "PENDING_IMPORT");
      addExpiry(entry, material);
    }
    material
        .rotated()
        .ifPresent(how ->
            entry
                .put("RotationType", how.type().name())
                .set("RotationDate", Json.timestamp(how.at())));
    return entry;
  }

  private static String materialState(StoredKey key, Material material) {
    return material.role() == Role.PENDING_ROTATION && !key.family().isEverywhere(material.id())
        ? "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"
        : material.role().name();
  }

  private static void addExpiry(ObjectNode entry, Material material) {
    if (material.isImported()) {
      entry.put("ExpirationModel", ExpirationModel.of(material.validTo()).name());
      material.validTo().ifPresent(end -> entry.set("ValidTo", Json.timestamp(end)));
    }
  }
}
