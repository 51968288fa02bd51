package io.keyferry.kmsemulator.operation.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.crypto.NewKeyPairs;
import io.keyferry.kmsemulator.environment.KmsEnvironment;
import io.keyferry.kmsemulator.environment.RandomIds;
import io.keyferry.kmsemulator.key.KeyFamily;
import io.keyferry.kmsemulator.key.KeyMetadata;
import io.keyferry.kmsemulator.key.KeyOrigin;
import io.keyferry.kmsemulator.key.KeyPlan;
import io.keyferry.kmsemulator.key.KeyPolicy;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.Material;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.StoredKey.Nature;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import io.keyferry.kmsemulator.protocol.Tags;
import io.keyferry.kmsemulator.value.KeyArn;
import io.keyferry.kmsemulator.value.KmsKeyId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code CreateKey}: keys of every spec for import, and keys with KMS's own material of the two
 * specs that KeyFerry uses (AES and ECC_NIST_P256 for signatures).
 */
public final class CreateKey implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.POLICY,
          Members.DESCRIPTION,
          // The order in which AWS was observed to list usages; the fourth came later.
          Member.oneOf(
              "KeyUsage",
              List.of("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT")),
          Member.oneOf("KeySpec", KeyPlan.SPECS),
          Member.oneOf("CustomerMasterKeySpec", KeyPlan.SPECS),
          Member.oneOf(
              "Origin", List.of("AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE")),
          Members.BYPASS,
          Members.TAGS,
          Member.of("MultiRegion", Member.Kind.BOOLEAN));

  private final KeyStore keys;
  private final KmsEnvironment environment;
  private final NewKeyPairs pairs;

  public CreateKey(KeyStore keys, KmsEnvironment environment, NewKeyPairs pairs) {
    this.keys = keys;
    this.environment = environment;
    this.pairs = pairs;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    KeyPlan plan = KeyPlan.of(given);
    List<Map.Entry<String, String>> tags = given.tags();
    Tags.check(tags);
    KeyArn arn = environment.keyArn(newId(given.flag("MultiRegion")));
    String policy = given.optionalText("Policy").orElseGet(() -> KeyPolicy.standard(environment));
    KeyPolicy.check(policy, arn, environment, given.flag("BypassPolicyLockoutSafetyCheck"));
    Nature nature =
        new Nature(
            arn,
            plan.spec(),
            plan.usage(),
            plan.origin(),
            environment.clock().instant(),
            given.flag("MultiRegion"));
    Optional<Material> made =
        plan.origin() == KeyOrigin.AWS_KMS ? Optional.of(generated(nature)) : Optional.empty();
    StoredKey key = new StoredKey(nature, policy, environment);
    ObjectNode metadata =
        key.locked(state -> {
          state.setDescription(given.optionalText("Description").orElse(""));
          tags.forEach(tag -> state.tags().put(tag.getKey(), tag.getValue()));
          made.ifPresent(state.materials()::put);
          return KeyMetadata.of(key, state);
        });
    keys.add(key);
    return Json.object().set("KeyMetadata", metadata);
  }

  private Material generated(Nature nature) {
    KeyBytes bytes =
        switch (nature.spec()) {
          case SYMMETRIC_DEFAULT -> KeyBytes.newAesKey(environment.random());
          case HMAC_224 -> KeyBytes.random(28, environment.random());
          case HMAC_256 -> KeyBytes.random(32, environment.random());
          case HMAC_384 -> KeyBytes.random(48, environment.random());
          case HMAC_512 -> KeyBytes.random(64, environment.random());
          default -> pairs.make(nature.spec().name());
        };
    return Material.generated(bytes.materialId(nature.arn().keyId()), bytes);
  }

  /** A UUID of version 4 (RFC 9562); for a multi-Region key {@code mrk-} and its digits. */
  private KmsKeyId newId(boolean multiRegion) {
    String uuid = RandomIds.uuid(environment.random()).toString();
    return new KmsKeyId(multiRegion ? KeyFamily.ID_PREFIX + uuid.replace("-", "") : uuid);
  }
}
