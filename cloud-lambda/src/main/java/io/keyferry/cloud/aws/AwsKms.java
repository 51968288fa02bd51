package io.keyferry.cloud.aws;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.ImportParameters;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.TaggedKey;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

/** {@link Kms} on the AWS SDK. */
public final class AwsKms implements Kms {

  /** The max number of tags of a key. */
  private static final int MAX_TAGS = 50;

  /** "The new key policy will not allow you to update the key policy in the future." */
  private static final String LOCKOUT = "update the key policy in the future";

  private final KmsClient kms;
  private final KmsClient once;
  private final KeyPolicy policy;
  private final TaggedKeys tagged;

  /**
   * KMS of one account and Region.
   *
   * @param once a client without retries
   * @param policy the policy for new keys
   */
  public AwsKms(KmsClient kms, KmsClient once, KeyPolicy policy) {
    this.kms = kms;
    this.once = once;
    this.policy = policy;
    this.tagged = new TaggedKeys(kms);
  }

  @Override
  public Optional<KmsAnswer<KeyFacts>> describe(String keyId) {
    try {
      DescribeKeyResponse answer = KmsErrors.call(() -> kms.describeKey(b -> b.keyId(keyId)));
      KeyMetadata key = answer.keyMetadata();
      return Optional.of(
          answered(
              answer,
              new KeyFacts(
                  KeyArn.parse(key.arn()),
                  key.originAsString(),
                  key.keySpecAsString(),
                  key.keyUsageAsString(),
                  key.keyStateAsString(),
                  Optional.ofNullable(key.currentKeyMaterialId()),
                  expiration(key))));
    } catch (KmsRefusedException e) {
      if (e.kind() == KmsRefusedException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<Expiration> expiration(KeyMetadata key) {
    return switch (key.expirationModel()) {
      case KEY_MATERIAL_EXPIRES -> Optional.of(new Expiration(Optional.of(key.validTo())));
      case KEY_MATERIAL_DOES_NOT_EXPIRE -> Optional.of(Expiration.NEVER);
      case null, default -> Optional.empty();
    };
  }

  @Override
  public KmsAnswer<KeyArn> createKey(ImportId importId, CreationNonce nonce, NewKey key) {
    List<Tag> tags = new ArrayList<>();
    tags.add(tag(KeyTags.IMPORT_ID, importId.value()));
    tags.add(tag(KeyTags.NONCE, nonce.value()));
    key.tags().forEach((name, value) -> tags.add(tag(name, value)));
    CreateKeyRequest.Builder request =
        CreateKeyRequest.builder()
            .origin(OriginType.EXTERNAL)
            .keySpec(key.spec().name())
            .keyUsage(key.usage().name())
            .description(key.description())
            .tags(tags);
    if (key.principals().needPolicy()) {
      // The lock-out check requires that this function may call PutKeyPolicy, which it must not.
      // The policy lets the account's IAM policies govern the key, so nobody is locked out.
      request.policy(policy.of(key)).bypassPolicyLockoutSafetyCheck(true);
    }
    CreateKeyResponse answer;
    try {
      answer = KmsErrors.call(() -> once.createKey(request.build()));
    } catch (KmsRefusedException e) {
      throw key.principals().needPolicy() && isOfBypass(e)
          ? new KmsRefusedException(
              KmsRefusedException.Kind.BYPASS_REFUSED, e.sentence(), "", e.requestId(), e)
          : e;
    }
    return answered(answer, KeyArn.parse(answer.keyMetadata().arn()));
  }

  private static boolean isOfBypass(KmsRefusedException e) {
    return switch (e.kind()) {
      case ACCESS_DENIED -> !e.sentence().contains("kms:TagResource");
      case MALFORMED_POLICY -> e.sentence().contains(LOCKOUT);
      default -> false;
    };
  }

  @Override
  public List<KeyArn> keysOf(ImportId importId, Instant since, Run run) {
    return tagged.find(tag(KeyTags.IMPORT_ID, importId.value()), since, run);
  }

  @Override
  public List<TaggedKey> taggedKeys(Run run) {
    return tagged.all(KeyTags.IMPORT_ID, run);
  }

  @Override
  public Map<String, String> tags(KeyArn key) {
    ListResourceTagsResponse answer =
        KmsErrors.call(() -> kms.listResourceTags(b -> b.keyId(key.toString()).limit(MAX_TAGS)));
    return answer.tags().stream().collect(Collectors.toUnmodifiableMap(Tag::tagKey, Tag::tagValue));
  }

  @Override
  public KmsAnswer<String> createAlias(String alias, KeyArn key) {
    CreateAliasResponse answer =
        KmsErrors.call(
            () -> kms.createAlias(b -> b.aliasName(alias).targetKeyId(key.keyId().value())));
    return answered(answer, alias);
  }

  @Override
  public KmsAnswer<KeyArn> disable(KeyArn key) {
    DisableKeyResponse answer = KmsErrors.call(() -> kms.disableKey(b -> b.keyId(key.toString())));
    return answered(answer, key);
  }

  @Override
  public KmsAnswer<ImportParameters> parameters(
      KeyArn key, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    GetParametersForImportResponse answer =
        KmsErrors.call(() ->
            once.getParametersForImport(b ->
                b.keyId(key.toString())
                    .wrappingAlgorithm(AlgorithmSpec.fromValue(algorithm.name()))
                    .wrappingKeySpec(spec.name())));
    return answered(
        answer,
        new ImportParameters(
            WrappingPublicKey.of(answer.publicKey().asByteArray()),
            Blob.of(answer.importToken().asByteArray()),
            answer.parametersValidTo()));
  }

  @Override
  public KmsAnswer<Optional<String>> importMaterial(
      KeyArn key, Blob token, Blob material, Expiration expiration, Optional<String> existing) {
    ImportKeyMaterialRequest.Builder request =
        ImportKeyMaterialRequest.builder()
            .keyId(key.toString())
            .importToken(SdkBytes.fromByteArray(token.bytes()))
            .encryptedKeyMaterial(SdkBytes.fromByteArray(material.bytes()))
            .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
    expiration
        .validTo()
        .ifPresent(
            end -> request.expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES).validTo(end));
    existing.ifPresent(
        id -> request.importType(ImportType.EXISTING_KEY_MATERIAL).keyMaterialId(id));
    ImportKeyMaterialResponse answer = KmsErrors.call(() -> kms.importKeyMaterial(request.build()));
    return answered(answer, Optional.ofNullable(answer.keyMaterialId()));
  }

  @Override
  public KmsAnswer<Blob> publicKey(KeyArn key) {
    GetPublicKeyResponse answer =
        KmsErrors.call(() -> kms.getPublicKey(b -> b.keyId(key.toString())));
    return answered(answer, Blob.of(answer.publicKey().asByteArray()));
  }

  @Override
  public KmsAnswer<Blob> mac(KeyArn key, KeySpec spec, Blob message) {
    GenerateMacResponse answer =
        KmsErrors.call(() ->
            kms.generateMac(b ->
                b.keyId(key.toString())
                    .macAlgorithm("HMAC_SHA_" + spec.bits())
                    .message(SdkBytes.fromByteArray(message.bytes()))));
    return answered(answer, Blob.of(answer.mac().asByteArray()));
  }

  @Override
  public KmsAnswer<String> keyPolicy(KeyArn key) {
    GetKeyPolicyResponse answer =
        KmsErrors.call(() -> kms.getKeyPolicy(b -> b.keyId(key.toString()).policyName("default")));
    return answered(answer, answer.policy());
  }

  private static <T> KmsAnswer<T> answered(KmsResponse answer, T content) {
    return new KmsAnswer<>(content, answer.responseMetadata().requestId());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().tagKey(key).tagValue(value).build();
  }
}
