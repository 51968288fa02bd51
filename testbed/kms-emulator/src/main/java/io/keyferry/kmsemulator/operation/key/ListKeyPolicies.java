package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keyferry.kmsemulator.key.KeyPolicy;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Page;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** {@code ListKeyPolicies}: always the one name. */
public final class ListKeyPolicies implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(Members.KEY_ID.needed(), Members.LIMIT, Members.MARKER);
  private static final int USUAL_LIMIT = 100;

  private final KeyStore keys;

  public ListKeyPolicies(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    keys.byIdOrArn(given.text("KeyId"));
    return Page.of(
        given,
        USUAL_LIMIT,
        "PolicyNames",
        Stream.of(KeyPolicy.ONLY_NAME),
        UnaryOperator.identity(),
        TextNode::valueOf);
  }
}
