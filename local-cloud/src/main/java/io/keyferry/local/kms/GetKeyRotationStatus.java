package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code GetKeyRotationStatus}: in every state. Nothing here rotates of its own accord. */
final class GetKeyRotationStatus implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());

  private final KeyStore keys;

  GetKeyRotationStatus(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byIdOrArn(SHAPE.check(request).text("KeyId"));
    ObjectNode answer =
        Json.object().put("KeyRotationEnabled", false).put("KeyId", key.arn().toString());
    key.locked(state -> state.materials().history().rotationStart())
        .ifPresent(start -> answer.set("OnDemandRotationStartDate", Json.timestamp(start)));
    return answer;
  }
}
