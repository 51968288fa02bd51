package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code UpdateKeyDescription}: changes the key of this Region only. */
public final class UpdateKeyDescription implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(Members.KEY_ID.needed(), Members.DESCRIPTION.needed());

  private final KeyStore keys;

  public UpdateKeyDescription(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    key.update(state -> {
      key.refuseIn(state, KeyStatus.UNCHANGEABLE);
      state.setDescription(given.text("Description"));
    });
    return Json.object();
  }
}
