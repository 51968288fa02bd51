package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Page;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code ListKeys}. */
public final class ListKeys implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.LIMIT, Members.MARKER);
  private static final int USUAL_LIMIT = 100;

  private final KeyStore keys;

  public ListKeys(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    return Page.of(
        SHAPE.check(request),
        USUAL_LIMIT,
        "Keys",
        keys.keys(),
        key -> key.arn().keyId().value(),
        key ->
            Json.object()
                .put("KeyId", key.arn().keyId().value())
                .put("KeyArn", key.arn().toString()));
  }
}
