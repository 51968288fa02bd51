package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code UpdateKeyDescription}, of this Region's key only. */
final class UpdateKeyDescription implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(Members.KEY_ID.needed(), Members.DESCRIPTION.needed());

  private final KeyStore keys;

  UpdateKeyDescription(KeyStore keys) {
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
