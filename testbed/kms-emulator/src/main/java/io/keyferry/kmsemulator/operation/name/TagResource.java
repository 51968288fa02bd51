package io.keyferry.kmsemulator.operation.name;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import io.keyferry.kmsemulator.protocol.Tags;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code TagResource}: adds tags, or replaces the values of those that are there. */
public final class TagResource implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed(), Members.TAGS.needed());

  private final KeyStore keys;

  public TagResource(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    List<Map.Entry<String, String>> tags = given.tags();
    Tags.check(tags);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    key.update(state -> {
      key.refuseIn(state, KeyStatus.UNCHANGEABLE);
      SortedMap<String, String> merged = new TreeMap<>(state.tags());
      tags.forEach(tag -> merged.put(tag.getKey(), tag.getValue()));
      Tags.checkCount(merged.size());
      state.tags().putAll(merged);
    });
    return Json.object();
  }
}
