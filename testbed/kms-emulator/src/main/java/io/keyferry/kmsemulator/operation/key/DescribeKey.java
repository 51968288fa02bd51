package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyMetadata;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code DescribeKey}: in every state, by every kind of name. */
public final class DescribeKey implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());

  private final KeyStore keys;

  public DescribeKey(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byAnyName(SHAPE.check(request).text("KeyId"));
    return Json.object().set("KeyMetadata", key.locked(state -> KeyMetadata.of(key, state)));
  }
}
