package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code DescribeKey}: in every state, by every kind of name. */
final class DescribeKey implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());

  private final KeyStore keys;

  DescribeKey(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byAnyName(SHAPE.check(request).text("KeyId"));
    return Json.object().set("KeyMetadata", key.locked(state -> KeyMetadata.of(key, state)));
  }
}
