package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStatus;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** {@code ScheduleKeyDeletion}: once, in every other state. The key is deleted when it is due. */
public final class ScheduleKeyDeletion implements KmsOperation {

  private static final int FEWEST_DAYS = 7;
  private static final int MAX_DAYS = 30;
  private static final String DAYS = "PendingWindowInDays";

  /** The service model allows more days than the service. */
  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed(), Member.number(DAYS, 1, 365));

  private final KeyStore keys;
  private final InstantSource clock;

  public ScheduleKeyDeletion(KeyStore keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    int days = given.number(DAYS, MAX_DAYS);
    if (days < FEWEST_DAYS || days > MAX_DAYS) {
      // Not recorded: the emulator's own wording.
      throw KmsError.validation(
          "PendingWindowInDays must be between %d and %d, inclusive."
              .formatted(FEWEST_DAYS, MAX_DAYS));
    }
    StoredKey key = keys.byIdOrArn(given.text("KeyId"));
    return key.locked(state -> {
      key.refuseIn(state, KeyStatus.UNCHANGEABLE);
      key.refuseIn(state, Set.of(KeyStatus.UPDATING));
      return schedule(key, state, days);
    });
  }

  /**
   * A primary key outlives its replicas: its waiting period starts when the last one is deleted.
   */
  private ObjectNode schedule(StoredKey key, KeyState state, int days) {
    if (!key.isReplica() && !key.family().replicas().isEmpty()) {
      state.scheduleDeletionAfterReplicas(days);
    } else {
      state.scheduleDeletion(clock.instant().plus(Duration.ofDays(days)));
    }
    ObjectNode answer =
        Json.object()
            .put("KeyId", key.arn().toString())
            .put("KeyState", state.status().wireName())
            .put(DAYS, days);
    state.deletion().ifPresent(end -> answer.set("DeletionDate", Json.timestamp(end)));
    return answer;
  }
}
