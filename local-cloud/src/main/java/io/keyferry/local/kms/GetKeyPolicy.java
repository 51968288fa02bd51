package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GetKeyPolicy}. */
final class GetKeyPolicy implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed(), Members.POLICY_NAME);

  private final KeyStore keys;

  GetKeyPolicy(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    KeyPolicy.checkName(given);
    return Json.object()
        .put("Policy", key.locked(KeyState::policy))
        .put("PolicyName", KeyPolicy.ONLY_NAME);
  }
}
