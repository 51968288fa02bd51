package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.key.ExpirationModel;
import io.keyferry.kmsemulator.key.KeyMetadata;
import io.keyferry.kmsemulator.key.KeyOrigin;
import io.keyferry.kmsemulator.key.KeyPolicy;
import io.keyferry.kmsemulator.key.KeyState;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.Materials;
import io.keyferry.kmsemulator.key.Regions;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.StoredKey.Nature;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import io.keyferry.kmsemulator.protocol.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code ReplicateKey}: creates the same key in another Region, with its own policy, tags and
 * imports. The replica is Creating for a while, then waits for its import.
 */
public final class ReplicateKey implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Members.REGION.of("Replica").needed(),
          Members.POLICY,
          Members.BYPASS,
          Members.DESCRIPTION,
          Members.TAGS);

  private final KeyStore keys;
  private final Regions regions;
  private final Duration replicationTime;

  public ReplicateKey(KeyStore keys, Regions regions, Duration replicationTime) {
    this.keys = keys;
    this.regions = regions;
    this.replicationTime = replicationTime;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    List<Map.Entry<String, String>> tags = given.tags();
    Tags.check(tags);
    StoredKey primary = keys.byIdOrArn(given.text("KeyId"));
    if (!primary.nature().multiRegion() || primary.isReplica()) {
      throw KmsError.unsupported(primary.arn() + " is not a multi-region primary key.");
    }
    KeyStore there = there(primary, given.text("ReplicaRegion"));
    Nature nature = nature(primary, there.environment());
    String policy =
        given.optionalText("Policy").orElseGet(() -> KeyPolicy.standard(there.environment()));
    KeyPolicy.check(
        policy, nature.arn(), there.environment(), given.flag("BypassPolicyLockoutSafetyCheck"));
    ObjectNode answer =
        primary.locked(state -> {
          refuse(primary, state, nature.arn().region());
          StoredKey replica = primary.replicate(nature, policy);
          there.add(replica);
          return replica.locked(own -> {
            own.setDescription(given.optionalText("Description").orElse(""));
            return describe(replica, own, state.materials(), tags);
          });
        });
    if (!tags.isEmpty()) {
      answer.set("ReplicaTags", Tags.list(tags));
    }
    return answer.put("ReplicaPolicy", policy);
  }

  private KeyStore there(StoredKey primary, String region) {
    if (!partition(region).equals(partition(primary.arn().region()))) {
      throw KmsError.validation(
          "The replica key Region must be in the same AWS partition as the primary key Region.");
    }
    if (region.equals(primary.arn().region())) {
      throw KmsError.validation(region + " cannot have a replica because it contains the primary.");
    }
    return regions
        .in(region)
        .orElseThrow(() ->
            KmsError.validation(
                "Region "
                    + region
                    + " is not a valid Region or multi-Region keys are not supported in Region "
                    + region
                    + "."));
  }

  private static String partition(String region) {
    return List.of("cn-", "us-gov-", "us-iso", "eu-iso", "eusc-").stream()
        .filter(region::startsWith)
        .findFirst()
        .orElse("");
  }

  private static void refuse(StoredKey primary, KeyState state, String region) {
    if (primary.family().isIn(region)) {
      throw KmsError.of(
          "AlreadyExistsException",
          "You can create only one replica of each primary key in each AWS Region.");
    }
    UsableKeys.requireEnabled(primary, state);
  }

  private static Nature nature(StoredKey primary, KmsEnvironment there) {
    Nature own = primary.nature();
    return new Nature(
        there.keyArn(own.arn().keyId()),
        own.spec(),
        own.usage(),
        own.origin(),
        there.clock().instant(),
        true);
  }

  private ObjectNode describe(
      StoredKey replica, KeyState state, Materials primary, List<Map.Entry<String, String>> tags) {
    Instant end = replica.nature().created().plus(replicationTime);
    state.createUntil(end);
    tags.forEach(tag -> state.tags().put(tag.getKey(), tag.getValue()));
    ObjectNode metadata = KeyMetadata.of(replica, state);
    if (replica.nature().origin() == KeyOrigin.EXTERNAL) {
      // Recorded on AWS, although the replica has no material yet: it is the primary's.
      metadata.put("ExpirationModel", ExpirationModel.of(primary.earliestExpiry()).name());
    } else {
      primary.all().forEach(state.materials()::put);
    }
    return Json.object().set("ReplicaKeyMetadata", metadata);
  }
}
