package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code DeleteAlias}: in every state of the key. */
final class DeleteAlias implements KmsOperation {

  private static final Shape SHAPE = Shape.of(AliasName.MEMBER);

  private final KeyStore keys;

  DeleteAlias(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    keys.removeAlias(AliasName.checked(SHAPE.check(request)));
    return Json.object();
  }
}
