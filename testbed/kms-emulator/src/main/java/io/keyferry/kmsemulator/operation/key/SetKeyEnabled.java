package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Shape;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;

/** {@code EnableKey} and {@code DisableKey}: idempotent, but refused without material. */
public final class SetKeyEnabled implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());
  private static final Set<KeyStatus> REFUSED =
      EnumSet.complementOf(EnumSet.of(KeyStatus.ENABLED, KeyStatus.DISABLED));

  private final KeyStore keys;
  private final InstantSource clock;
  private final boolean enabled;

  public SetKeyEnabled(KeyStore keys, InstantSource clock, boolean enabled) {
    this.keys = keys;
    this.clock = clock;
    this.enabled = enabled;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byIdOrArn(SHAPE.check(request).text("KeyId"));
    key.update(state -> {
      key.refuseIn(state, REFUSED);
      state.setEnabled(enabled, clock.instant());
    });
    return Json.object();
  }
}
