package io.keyferry.kmsemulator.operation.name;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.key.Alias;
import io.keyferry.kmsemulator.key.AliasName;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code CreateAlias}. */
public final class CreateAlias implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(AliasName.MEMBER, Member.text("TargetKeyId", 1, 2048).needed());

  private final KeyStore keys;
  private final KmsEnvironment environment;

  public CreateAlias(KeyStore keys, KmsEnvironment environment) {
    this.keys = keys;
    this.environment = environment;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    String name = AliasName.checked(given);
    if (name.equals(Alias.PREFIX)) {
      throw KmsError.unexplained("InvalidAliasNameException");
    }
    StoredKey key = keys.byIdOrArn(given.text("TargetKeyId"));
    key.update(state -> key.refuseIn(state, KeyStatus.UNCHANGEABLE));
    keys.add(Alias.created(name, key.arn().keyId(), environment.clock().instant()));
    return Json.object();
  }
}
