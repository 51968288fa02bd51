package io.keyferry.kmsemulator.operation.name;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code UntagResource}: removes tags; a missing one is not an error. */
public final class UntagResource implements KmsOperation {

  private static final String TAG_KEYS = "TagKeys";
  private static final Shape SHAPE =
      Shape.of(Members.KEY_ID.needed(), Member.texts(TAG_KEYS, 1, 128).needed());

  private final KeyStore keys;

  public UntagResource(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    key.update(state -> {
      key.refuseIn(state, KeyStatus.UNCHANGEABLE);
      given.list(TAG_KEYS).forEach(tagKey -> state.tags().remove(tagKey));
    });
    return Json.object();
  }
}
