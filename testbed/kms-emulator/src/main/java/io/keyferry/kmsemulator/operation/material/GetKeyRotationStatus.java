package io.keyferry.kmsemulator.operation.material;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.AutomaticRotation;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.MaterialHistory;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Shape;
import java.util.Optional;

/** {@code GetKeyRotationStatus}: in every state. */
public final class GetKeyRotationStatus implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());

  private final KeyStore keys;

  public GetKeyRotationStatus(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byIdOrArn(SHAPE.check(request).text("KeyId"));
    return key.locked(state -> status(key, state));
  }

  private static ObjectNode status(StoredKey key, KeyState state) {
    MaterialHistory history = state.materials().history();
    Optional<AutomaticRotation> automatic =
        history.automatic().filter(_ -> state.status() != KeyStatus.PENDING_DELETION);
    ObjectNode answer =
        Json.object()
            .put("KeyRotationEnabled", automatic.isPresent())
            .put("KeyId", key.arn().toString());
    automatic.ifPresent(rotation ->
        answer
            .put("RotationPeriodInDays", rotation.days())
            .set("NextRotationDate", Json.timestamp(rotation.next())));
    history
        .rotationStart()
        .ifPresent(start -> answer.set("OnDemandRotationStartDate", Json.timestamp(start)));
    return answer;
  }
}
