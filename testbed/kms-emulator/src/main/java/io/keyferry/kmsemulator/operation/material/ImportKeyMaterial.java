package io.keyferry.kmsemulator.operation.material;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.crypto.MaterialForm;
import io.keyferry.kmsemulator.crypto.Unwrapping;
import io.keyferry.kmsemulator.key.ImportIntent;
import io.keyferry.kmsemulator.key.ImportTokens;
import io.keyferry.kmsemulator.key.KeyOrigin;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.Material;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code ImportKeyMaterial}. It validates in this order: the request itself, the request for this
 * key, the key's state, the token, the ciphertext, the material.
 */
public final class ImportKeyMaterial implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Member.blob("ImportToken", 1, Members.MAX_CIPHERTEXT).needed(),
          Member.blob("EncryptedKeyMaterial", 1, Members.MAX_CIPHERTEXT).needed(),
          Member.of("ValidTo", Member.Kind.TIMESTAMP),
          Member.oneOf(
              "ExpirationModel", List.of("KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE")),
          Member.oneOf("ImportType", List.of("NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL")),
          Member.text("KeyMaterialDescription", 0, 256, "^[a-zA-Z0-9:/_\\s.-]+$"),
          Members.KEY_MATERIAL_ID);

  private final KeyStore keys;
  private final InstantSource clock;
  private final ImportTokens tokens;

  public ImportKeyMaterial(KeyStore keys, InstantSource clock, ImportTokens tokens) {
    this.keys = keys;
    this.clock = clock;
    this.tokens = tokens;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Instant now = clock.instant();
    Parameters given = SHAPE.check(request);
    ImportIntent intent = ImportIntent.of(given, now);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    key.requireOrigin(KeyOrigin.EXTERNAL);
    refuseSymmetricMembers(given, key);
    refusePrimaryMembers(given, key);
    key.update(state -> key.refuseIn(state, KeyStatus.UNCHANGEABLE));
    ImportTokens.Content token = tokens.open(given.blob("ImportToken"), key.arn(), now);
    KeyBytes unwrapped =
        Unwrapping.unwrap(
            token.algorithm(), token.wrappingKey(), given.blob("EncryptedKeyMaterial"));
    KeyBytes bytes = MaterialForm.canonical(key.nature().spec(), unwrapped);
    return key.locked(state -> store(key, state, intent, bytes, now));
  }

  private static ObjectNode store(
      StoredKey key, KeyState state, ImportIntent intent, KeyBytes bytes, Instant now) {
    // The key may have changed while the material was unwrapped outside its lock.
    key.refuseIn(state, KeyStatus.UNCHANGEABLE);
    Material material = intent.materialFor(key.arn(), state.materials(), bytes);
    state.materials().put(material);
    // Recorded on AWS: an import undoes DisableKey.
    state.setEnabled(true, now);
    ObjectNode answer = Json.object().put("KeyId", key.arn().toString());
    return key.nature().isSymmetric() ? answer.put("KeyMaterialId", material.id()) : answer;
  }

  private static void refuseSymmetricMembers(Parameters given, StoredKey key) {
    for (String name : List.of("ImportType", "KeyMaterialId", "KeyMaterialDescription")) {
      if (given.has(name) && !key.nature().isSymmetric()) {
        throw KmsError.validation(
            "Input parameter "
                + Shape.lowerFirst(name)
                + " cannot be used with "
                + key.nature().spec()
                + " imported keys.");
      }
    }
  }

  private static void refusePrimaryMembers(Parameters given, StoredKey key) {
    if (!key.isReplica()) {
      return;
    }
    if (given.has("KeyMaterialDescription")) {
      throw KmsError.validation(
          "Key material description can only be specified on primary Multi-Region keys");
    }
    if (given.optionalText("ImportType").filter("NEW_KEY_MATERIAL"::equals).isPresent()) {
      throw KmsError.validation(
          "Input parameter ImportType NEW_KEY_MATERIAL cannot be used on replica Multi-Region keys");
    }
  }
}
