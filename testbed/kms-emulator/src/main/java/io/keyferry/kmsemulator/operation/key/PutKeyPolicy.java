package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.key.KeyPolicy;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code PutKeyPolicy}: in every state, even PendingDeletion. */
public final class PutKeyPolicy implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(), Members.POLICY_NAME, Members.POLICY.needed(), Members.BYPASS);

  private final KeyStore keys;
  private final KmsEnvironment environment;

  public PutKeyPolicy(KeyStore keys, KmsEnvironment environment) {
    this.keys = keys;
    this.environment = environment;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    KeyPolicy.checkName(given);
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    String policy = given.text("Policy");
    KeyPolicy.check(policy, key.arn(), environment, given.flag("BypassPolicyLockoutSafetyCheck"));
    key.update(state -> state.setPolicy(policy));
    return Json.object();
  }
}
