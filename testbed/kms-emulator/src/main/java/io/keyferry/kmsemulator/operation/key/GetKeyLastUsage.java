package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.RandomIds;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.KeyUse;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Shape;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GetKeyLastUsage}: the last cryptographic operation that succeeded with the key, in this
 * Region. AWS takes up to an hour to report it, the emulator none.
 */
public final class GetKeyLastUsage implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID.needed());

  /** When AWS began to track usage. */
  private static final Instant TRACKING_START = Instant.parse("2026-04-23T00:00:00Z");

  /** KMS {@code KeyLastUsageTrackingOperation}. */
  private static final Set<String> USES =
      Set.of(
          "Decrypt",
          "DeriveSharedSecret",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateMac",
          "ReEncrypt",
          "Sign",
          "Verify",
          "VerifyMac");

  private final KeyStore keys;

  public GetKeyLastUsage(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    StoredKey key = keys.byIdOrArn(SHAPE.check(request).text("KeyId"));
    Instant created = key.nature().created();
    ObjectNode answer = Json.object().put("KeyId", key.arn().toString());
    ObjectNode usage = answer.putObject("KeyLastUsage");
    key.locked(KeyState::lastUse)
        .ifPresent(use ->
            usage
                .put("Operation", use.operation())
                .put("CloudTrailEventId", use.event().toString())
                .set("Timestamp", Json.timestamp(use.at())));
    answer.set(
        "TrackingStartDate",
        Json.timestamp(created.isAfter(TRACKING_START) ? created : TRACKING_START));
    answer.set("KeyCreationDate", Json.timestamp(created));
    return answer;
  }

  /** The same operations, where those that use keys record the use. */
  public static Map<String, KmsOperation> noted(
      Map<String, KmsOperation> operations, KeyStore keys, KmsEnvironment environment) {
    return operations.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                entry ->
                    USES.contains(entry.getKey())
                        ? noted(entry.getKey(), entry.getValue(), keys, environment)
                        : entry.getValue()));
  }

  private static KmsOperation noted(
      String name, KmsOperation operation, KeyStore keys, KmsEnvironment environment) {
    return request -> {
      ObjectNode answer = operation.answer(request);
      KeyUse use =
          new KeyUse(name, environment.clock().instant(), RandomIds.uuid(environment.random()));
      Stream.of("KeyId", "SourceKeyId")
          .filter(answer::has)
          .map(member -> keys.byIdOrArn(answer.path(member).asText()))
          .forEach(key -> key.update(state -> state.setLastUse(use)));
      return answer;
    };
  }
}
