package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code CreateAlias}. */
final class CreateAlias implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Member.text("AliasName", 1, 256, "^[a-zA-Z0-9:/_-]+$").needed(),
          Member.text("TargetKeyId", 1, 2048).needed());

  private final KeyStore keys;
  private final Realm realm;

  CreateAlias(KeyStore keys, Realm realm) {
    this.keys = keys;
    this.realm = realm;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    String name = given.text("AliasName");
    if (!name.startsWith(Alias.PREFIX)) {
      throw KmsError.validation(
          "Alias must start with the prefix \"alias/\". Please see"
              + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    }
    if (name.startsWith(Alias.PREFIX + "aws/")) {
      throw KmsError.unexplained("NotAuthorizedException");
    }
    StoredKey key = keys.byIdOrArn(given.text("TargetKeyId"));
    key.update(state -> key.refuseIn(state, KeyStatus.UNCHANGEABLE));
    keys.add(new Alias(name, key.arn().keyId(), realm.clock().instant()));
    return Json.object();
  }
}
