package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code PutKeyPolicy}: in every state, even when the key is to be deleted. */
final class PutKeyPolicy implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(), Members.POLICY_NAME, Members.POLICY.needed(), Members.BYPASS);

  private final KeyStore keys;
  private final Realm realm;

  PutKeyPolicy(KeyStore keys, Realm realm) {
    this.keys = keys;
    this.realm = realm;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    KeyPolicy.checkName(given);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    String policy = given.text("Policy");
    KeyPolicy.check(policy, key.arn(), realm, given.flag("BypassPolicyLockoutSafetyCheck"));
    key.update(state -> state.setPolicy(policy));
    return Json.object();
  }
}
