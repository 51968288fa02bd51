package io.keyferry.kmsemulator.key;

import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.key.Material.Role;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.value.KeyArn;
import java.time.Instant;
import java.util.Optional;

/**
 * What an import asks for: {@code ImportType}, {@code KeyMaterialId}, description and expiry.
 *
 * @param validTo in whole seconds; empty for material that does not expire
 */
public record ImportIntent(
    Optional<Type> type,
    Optional<String> expectedId,
    Optional<String> description,
    Optional<Instant> validTo) {

  /** KMS {@code ImportKeyMaterial}, {@code ImportType}. */
  enum Type {
    NEW_KEY_MATERIAL,
    EXISTING_KEY_MATERIAL
  }

  /**
   * Reads the members of an import.
   *
   * @throws KmsError if the members do not match each other
   */
  public static ImportIntent of(Parameters given, Instant now) {
    Optional<Instant> validTo = ExpirationModel.expiry(given, now);
    Optional<Type> type = given.optionalText("ImportType").map(Type::valueOf);
    Optional<String> expectedId = given.optionalText("KeyMaterialId");
    if (type.equals(Optional.of(Type.NEW_KEY_MATERIAL)) && expectedId.isPresent()) {
      throw KmsError.validation(
          "Input parameter keyMaterialId cannot be used with NEW_KEY_MATERIAL importType.");
    }
    return new ImportIntent(
        type, expectedId, given.optionalText("KeyMaterialDescription"), validTo);
  }

  /**
   * The material as the key will list it.
   *
   * @throws KmsError if this intent does not allow these bytes for the key
   */
  public Material materialFor(KeyArn key, Materials materials, KeyBytes bytes) {
    String id = bytes.materialId(key.keyId());
    boolean isNew =
        type.map(Type.NEW_KEY_MATERIAL::equals).orElse(materials.isEmpty() && expectedId.isEmpty());
    if (isNew) {
      refuseKnown(key, materials, id);
      Role role = materials.isEmpty() ? Role.CURRENT : Role.PENDING_ROTATION;
      return new Material(id, role, Optional.of(bytes), description, validTo, Optional.empty());
    }
    Material known = known(key, materials, id);
    return new Material(
        id,
        known.role(),
        Optional.of(bytes),
        description.or(known::description),
        validTo,
        known.rotated());
  }

  /**
   * Without {@code KeyMaterialId}, any material that the key has or had is accepted, not only the
   * current one.
   */
  private Material known(KeyArn key, Materials materials, String id) {
    expectedId.filter(expected -> !expected.equals(id)).ifPresent(ImportIntent::refuseOther);
    Optional<Material> found = materials.withId(id);
    if (found.isEmpty() && expectedId.isEmpty()) {
      materials.withRole(Role.CURRENT).map(Material::id).ifPresent(ImportIntent::refuseOther);
    }
    // Not recorded: the emulator's own wording.
    return found.orElseThrow(() ->
        KmsError.incorrectMaterial(
            "Key material (id: "
                + id
                + ") being imported as EXISTING_KEY_MATERIAL is not associated with KMS key "
                + key
                + ". Import it as NEW_KEY_MATERIAL."));
  }

  private static void refuseOther(String expected) {
    throw KmsError.incorrectMaterial(
        "Imported key material does not have the expected identifier (" + expected + ").");
  }

  private static void refuseKnown(KeyArn key, Materials materials, String id) {
    if (materials.withId(id).isPresent()) {
      throw KmsError.incorrectMaterial(
          "Key material (id: "
              + id
              + ") being imported as NEW_KEY_MATERIAL is already associated with KMS key "
              + key
              + ".");
    }
    materials
        .withRole(Role.PENDING_ROTATION)
        .ifPresent(pending -> {
          throw KmsError.invalidState(
              "New key material (id: "
                  + id
                  + ") cannot be imported into KMS key "
                  + key
                  + ", because another key material (id: "
                  + pending.id()
                  + ") is pending rotation.");
        });
  }
}
