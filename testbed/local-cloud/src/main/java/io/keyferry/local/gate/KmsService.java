package io.keyferry.local.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.keyferry.kmsemulator.KeyView;
import io.keyferry.local.iam.Context;
import io.keyferry.local.iam.Policy;
import io.keyferry.local.iam.PolicyReader;
import io.keyferry.local.iam.ResourcePolicy;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * AWS KMS: which permissions an operation needs, on which keys and aliases, and with which
 * condition keys (AWS KMS Developer Guide, "AWS KMS permissions" and "Condition keys for AWS KMS").
 * A key that does not exist needs none: KMS answers that it does not exist.
 */
final class KmsService implements Service {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ID_OF_A_NEW_KEY = "00000000-0000-0000-0000-000000000000";

  /** Operations on no particular key. */
  private static final Set<String> WITHOUT_KEY =
      Set.of(
          "DescribeCustomKeyStores",
          "GenerateRandom",
          "ListAliases",
          "ListKeys",
          "ListRetirableGrants");

  /**
   * Request members that are condition keys of the same name, and the operations that have them.
   */
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "BypassPolicyLockoutSafetyCheck", Set.of("CreateKey", "PutKeyPolicy"),
          "EncryptionAlgorithm", Set.of("Decrypt", "Encrypt"),
          "ExpirationModel", Set.of("ImportKeyMaterial"),
          "MacAlgorithm", Set.of("GenerateMac", "VerifyMac"),
          "MessageType", Set.of("Sign", "Verify"),
          "ReplicaRegion", Set.of("ReplicateKey"),
          "SigningAlgorithm", Set.of("Sign", "Verify"),
          "ValidTo", Set.of("ImportKeyMaterial"),
          "WrappingAlgorithm", Set.of("GetParametersForImport"),
          "WrappingKeySpec", Set.of("GetParametersForImport"));

  private static final Set<String> GRANTS = Set.of("CreateGrant", "ListGrants", "RevokeGrant");

  private static final Map<String, String> DEFAULTS = Map.of("Sign", "RAW", "Verify", "RAW");

  private final String account;
  private final Keys keys;

  /** The existing keys. */
  interface Keys {
    Optional<KeyView> key(String region, String keyId);

    Optional<KeyView> keyOfCiphertext(String region, byte[] ciphertext);
  }

  KmsService(String account, Keys keys) {
    this.account = account;
    this.keys = keys;
  }

  @Override
  public String signingName() {
    return "kms";
  }

  /** The emulator has several. */
  @Override
  public boolean isIn(String region) {
    return true;
  }

  @Override
  public String targetPrefix() {
    return "TrentService.";
  }

  @Override
  public List<Check> checks(AwsRequest request) {
    String operation = request.operation();
    if (WITHOUT_KEY.contains(operation)) {
      return List.of(Check.of("kms:" + operation, "*", account, requested(request)));
    }
    return switch (operation) {
      case "CreateKey" -> creation(request, request.region(), requested(request));
      case "ReplicateKey" -> {
        List<Check> checks = new ArrayList<>(onKey(request, operation, "KeyId"));
        checks.addAll(
            creation(
                request,
                request.text("ReplicaRegion"),
                requested(request).with("kms:MultiRegion", "true")));
        yield checks;
      }
      case "CreateAlias" -> {
        List<Check> checks = new ArrayList<>(alias(request));
        checks.addAll(onKey(request, operation, "TargetKeyId"));
        yield checks;
      }
      case "UpdateAlias" -> {
        List<Check> checks = new ArrayList<>(alias(request));
        checks.addAll(onKey(request, operation, "AliasName"));
        checks.addAll(onKey(request, operation, "TargetKeyId"));
        yield checks;
      }
      case "DeleteAlias" -> {
        List<Check> checks = new ArrayList<>(alias(request));
        checks.addAll(onKey(request, operation, "AliasName"));
        yield checks;
      }
      case "ReEncrypt" -> {
        List<Check> checks = new ArrayList<>(ciphertext(request, "ReEncryptFrom", "SourceKeyId"));
        checks.addAll(onKey(request, "ReEncryptTo", "DestinationKeyId"));
        yield checks;
      }
      case "Decrypt" -> ciphertext(request, operation, "KeyId");
      default -> onKey(request, operation, "KeyId");
    };
  }

  /** The use of a key by SQS or DynamoDB on the caller's behalf. */
  Check dataKey(String action, String keyArn, Context context) {
    String region = keyArn.split(":", 6)[3];
    KeyView key =
        keys.key(region, keyArn)
            .orElseThrow(() ->
                new IllegalStateException("expected the data key %s in KMS".formatted(keyArn)));
    return onKey(action, key, of(key).with(context), Check.Purpose.DATA_KEY);
  }

  private List<Check> creation(AwsRequest request, String region, Context requested) {
    JsonNode body = request.body();
    Context key =
        Context.empty()
            .with("kms:CallerAccount", account)
            .with("kms:KeyOrigin", body.path("Origin").asText("AWS_KMS"))
            .with("kms:KeySpec", body.path("KeySpec").asText("SYMMETRIC_DEFAULT"))
            .with("kms:KeyUsage", body.path("KeyUsage").asText("ENCRYPT_DECRYPT"))
            .with("kms:MultiRegion", body.path("MultiRegion").asText("false"));
    String newKey = "arn:aws:kms:%s:%s:key/%s".formatted(region, account, ID_OF_A_NEW_KEY);
    List<Check> checks = new ArrayList<>();
    checks.add(Check.of("kms:CreateKey", "*", account, requested.with(key)));
    String given = request.text("Policy");
    String policy = isReadable(given) ? given : defaultPolicy();
    if (!body.path("Tags").isEmpty()) {
      checks.add(
          new Check(
              "kms:TagResource",
              newKey,
              account,
              tags(body).with(key),
              new ResourcePolicy.KeyPolicy(policy(policy)),
              Optional.of(policy),
              Check.Purpose.REQUEST));
    }
    if (isReadable(given) && !body.path("BypassPolicyLockoutSafetyCheck").asBoolean()) {
      checks.add(lockOut(newKey, given, key));
    }
    return checks;
  }

  /** Whether the caller could call {@code PutKeyPolicy} on a key with this policy. */
  private Check lockOut(String key, String policy, Context context) {
    return new Check(
        "kms:PutKeyPolicy",
        key,
        account,
        context,
        new ResourcePolicy.KeyPolicy(policy(policy)),
        Optional.of(policy),
        Check.Purpose.LOCK_OUT);
  }

  /** KMS itself refuses a body that is not a JSON object. */
  private static boolean isReadable(String policy) {
    try {
      return JSON.readTree(policy).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private List<Check> alias(AwsRequest request) {
    return List.of(
        Check.of(
            "kms:" + request.operation(),
            "arn:aws:kms:%s:%s:%s".formatted(request.region(), account, request.text("AliasName")),
            account,
            requested(request)));
  }

  private List<Check> ciphertext(AwsRequest request, String action, String member) {
    if (request.body().has(member)) {
      return onKey(request, action, member);
    }
    byte[] blob;
    try {
      blob = Base64.getDecoder().decode(request.text("CiphertextBlob"));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
    return keys.keyOfCiphertext(request.region(), blob)
        .map(key ->
            List.of(
                onKey(
                    "kms:" + action, key, of(key).with(requested(request)), Check.Purpose.REQUEST)))
        .orElse(List.of());
  }

  private List<Check> onKey(AwsRequest request, String action, String member) {
    String keyId = request.text(member);
    Optional<KeyView> found = keys.key(request.region(), keyId);
    if (found.isEmpty()) {
      return List.of();
    }
    KeyView key = found.get();
    Context context = of(key).with(requested(request));
    int alias = keyId.indexOf("alias/");
    if (alias >= 0 && member.equals("KeyId")) {
      context = context.with("kms:RequestAlias", keyId.substring(alias));
    }
    List<Check> checks = new ArrayList<>();
    checks.add(onKey("kms:" + action, key, context, Check.Purpose.REQUEST));
    if (action.equals("PutKeyPolicy")
        && isReadable(request.text("Policy"))
        && !request.body().path("BypassPolicyLockoutSafetyCheck").asBoolean()) {
      checks.add(lockOut(key.arn(), request.text("Policy"), of(key)));
    }
    return checks;
  }

  private Check onKey(String action, KeyView key, Context context, Check.Purpose purpose) {
    return new Check(
        action,
        key.arn(),
        account,
        context,
        new ResourcePolicy.KeyPolicy(policy(key.policy())),
        Optional.of(key.policy()),
        purpose);
  }

  private static Policy policy(String text) {
    return PolicyReader.read("key policy", text);
  }

  /** The condition keys of a key. */
  private static Context of(KeyView key) {
    Context context =
        Context.empty()
            .with("kms:KeyOrigin", key.kind().origin())
            .with("kms:KeySpec", key.kind().keySpec())
            .with("kms:KeyUsage", key.kind().keyUsage())
            .with("kms:MultiRegion", Boolean.toString(key.multiRegion()));
    if (key.multiRegionKeyType().isPresent()) {
      context = context.with("kms:MultiRegionKeyType", key.multiRegionKeyType().get());
    }
    if (!key.aliases().isEmpty()) {
      context = context.with("kms:ResourceAliases", key.aliases().toArray(String[]::new));
    }
    for (Map.Entry<String, String> tag : key.tags().entrySet()) {
      context = context.with("aws:ResourceTag/" + tag.getKey(), tag.getValue());
    }
    return context;
  }

  /** The condition keys of a request. */
  private Context requested(AwsRequest request) {
    Context context = Context.empty().with("kms:CallerAccount", account);
    JsonNode body = request.body();
    for (Map.Entry<String, Set<String>> member : MEMBERS.entrySet()) {
      JsonNode value = body.path(member.getKey());
      if (!value.isMissingNode()
          && !value.isNull()
          && member.getValue().contains(request.operation())) {
        context = context.with("kms:" + member.getKey(), value.asText());
      }
    }
    if (GRANTS.contains(request.operation())) {
      // No call here comes from an AWS service for its own resource.
      context = context.with("kms:GrantIsForAWSResource", "false");
    }
    String standard = DEFAULTS.get(request.operation());
    if (standard != null && !body.has("MessageType")) {
      context = context.with("kms:MessageType", standard);
    }
    context = context.with(tags(body));
    JsonNode encryption = body.path("EncryptionContext");
    if (!encryption.isEmpty()) {
      List<String> names = new ArrayList<>();
      for (Map.Entry<String, JsonNode> pair : encryption.properties()) {
        names.add(pair.getKey());
        context = context.with("kms:EncryptionContext:" + pair.getKey(), pair.getValue().asText());
      }
      context = context.with("kms:EncryptionContextKeys", names.toArray(String[]::new));
    }
    return context;
  }

  /** The policy of a key that is created without one (AWS KMS Developer Guide). */
  private String defaultPolicy() {
    return """
    {"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions",\
    "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"kms:*","Resource":"*"}]}\
    """
        .formatted(account);
  }

  private static Context tags(JsonNode body) {
    Context context = Context.empty();
    List<String> keys = new ArrayList<>();
    for (JsonNode tag : body.path("Tags")) {
      String key = tag.path("TagKey").asText();
      keys.add(key);
      context = context.with("aws:RequestTag/" + key, tag.path("TagValue").asText());
    }
    body.path("TagKeys").forEach(key -> keys.add(key.asText()));
    return keys.isEmpty() ? context : context.with("aws:TagKeys", keys.toArray(String[]::new));
  }

  @Override
  public Denial denied(Check check, String message) {
    return check.purpose() == Check.Purpose.LOCK_OUT
        ? new Denial(
            400,
            Map.of(),
            JsonNodeFactory.instance
                .objectNode()
                .put("__type", "MalformedPolicyDocumentException")
                .put(
                    "message",
                    "The new key policy will not allow you to update the key policy in the future.")
                .toString())
        : JsonErrors.of("AccessDeniedException", message);
  }

  @Override
  public Denial unauthenticated(String error, String message) {
    return JsonErrors.of(error, message);
  }
}
