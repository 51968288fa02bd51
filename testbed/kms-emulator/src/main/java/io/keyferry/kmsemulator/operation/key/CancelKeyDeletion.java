package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code CancelKeyDeletion}: leaves the key Disabled, or PendingImport without its material. */
public final class CancelKeyDeletion implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());

  private final KeyStore keys;

  public CancelKeyDeletion(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byIdOrArn(SHAPE.check(request).text("KeyId"));
    key.update(state -> {
      if (state.deletion().isEmpty() && state.windowAfterReplicas().isEmpty()) {
        // Not recorded: the emulator's own wording.
        throw KmsError.invalidState(key.arn() + " is not pending deletion.");
      }
      state.cancelDeletion();
    });
    return Json.object().put("KeyId", key.arn().toString());
  }
}
