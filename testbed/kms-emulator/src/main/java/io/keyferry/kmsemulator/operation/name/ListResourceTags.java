package io.keyferry.kmsemulator.operation.name;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Page;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import io.keyferry.kmsemulator.protocol.Tags;
import java.util.Map;

/** {@code ListResourceTags}. */
public final class ListResourceTags implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(Members.KEY_ID.needed(), Members.LIMIT, Members.MARKER);

  private final KeyStore keys;

  public ListResourceTags(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    return key.locked(state ->
        Page.of(
            given,
            Tags.MAX_PER_KEY,
            "Tags",
            state.tags().entrySet().stream(),
            Map.Entry::getKey,
            tag -> Json.object().put("TagKey", tag.getKey()).put("TagValue", tag.getValue())));
  }
}
