package io.keyferry.kmsemulator.operation.name;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.AliasName;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code DeleteAlias}: in every state of the key. */
public final class DeleteAlias implements KmsOperation {

  private static final Shape SHAPE = Shape.of(AliasName.MEMBER);

  private final KeyStore keys;

  public DeleteAlias(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    keys.removeAlias(AliasName.checked(SHAPE.check(request)));
    return Json.object();
  }
}
