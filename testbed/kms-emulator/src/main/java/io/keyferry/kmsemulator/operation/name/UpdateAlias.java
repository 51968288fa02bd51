package io.keyferry.kmsemulator.operation.name;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.InstantSource;

/** {@code UpdateAlias}: points the alias to another key of the same kind. */
public final class UpdateAlias implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(AliasName.MEMBER, Member.text("TargetKeyId", 1, 2048).needed());

  private final KeyStore keys;
  private final InstantSource clock;

  public UpdateAlias(KeyStore keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    String name = AliasName.checked(given);
    StoredKey old = keys.byAnyName(name);
    StoredKey key = keys.byIdOrArn(given.text("TargetKeyId"));
    key.update(state -> key.refuseIn(state, KeyStatus.UNCHANGEABLE));
    refuseOtherKind(name, old, key);
    keys.move(name, key.arn().keyId(), clock.instant());
    return Json.object();
  }

  /** The rule is documented; the wording is the emulator's own because none was recorded. */
  private static void refuseOtherKind(String name, StoredKey old, StoredKey key) {
    if (old.nature().usage() != key.nature().usage()
        || old.nature().isSymmetric() != key.nature().isSymmetric()) {
      throw KmsError.validation(
          name
              + " can move to a key of the same type and usage only: it is for "
              + kind(old)
              + ", and "
              + key.arn()
              + " is for "
              + kind(key)
              + ". Delete the alias and create it again.");
    }
  }

  private static String kind(StoredKey key) {
    return key.nature().usage() + " with " + key.nature().spec();
  }
}
