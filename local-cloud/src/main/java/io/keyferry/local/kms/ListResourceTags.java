package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** {@code ListResourceTags}. */
final class ListResourceTags implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(Members.KEY_ID.needed(), Members.LIMIT, Members.MARKER);

  private final KeyStore keys;

  ListResourceTags(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    return key.locked(state ->
        Page.of(
            given,
            Tags.MOST_PER_KEY,
            "Tags",
            state.tags().entrySet().stream(),
            Map.Entry::getKey,
            tag -> Json.object().put("TagKey", tag.getKey()).put("TagValue", tag.getValue())));
  }
}
