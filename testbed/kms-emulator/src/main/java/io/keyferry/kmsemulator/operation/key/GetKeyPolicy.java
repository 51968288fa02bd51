package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyPolicy;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code GetKeyPolicy}. */
public final class GetKeyPolicy implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed(), Members.POLICY_NAME);

  private final KeyStore keys;

  public GetKeyPolicy(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    KeyPolicy.checkName(given);
    return Json.object()
        .put("Policy", key.locked(KeyState::policy))
        .put("PolicyName", KeyPolicy.ONLY_NAME);
  }
}
