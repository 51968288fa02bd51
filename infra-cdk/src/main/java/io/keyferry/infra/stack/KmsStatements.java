package io.keyferry.infra.stack;

import io.keyferry.infra.settings.RequestLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What the functions may do in KMS. Keys for imports are not known in advance, so the statements
 * name all keys of the account and Region; except to describe a key, the origin must be EXTERNAL,
 * and material goes only into keys that KeyFerry created or whose owner consents with a tag.
 */
final class KmsStatements {

  /**
   * On each key that RequestImport creates: the import id, and a random value that nobody can
   * guess.
   */
  private static final String IMPORT_ID_TAG = "keyferry:import-id";

  private static final String NONCE_TAG = "keyferry:creation-nonce";

  /** With this tag the owner of a key that KeyFerry did not create allows imports into it. */
  private static final String CONSENT_TAG = "keyferry:allow-import";

  private static final String ORIGIN = "kms:KeyOrigin";
  private static final String BYPASS = "kms:BypassPolicyLockoutSafetyCheck";
  private static final String EXTERNAL = "EXTERNAL";
  private static final Map<String, String> IS_EXTERNAL = Map.of(ORIGIN, EXTERNAL);

  private static final List<String> NEVER =
      List.of(
          "kms:CreateGrant",
          "kms:DeleteAlias",
          "kms:DeleteImportedKeyMaterial",
          "kms:PutKeyPolicy",
          "kms:ReplicateKey",
          "kms:RevokeGrant",
          "kms:ScheduleKeyDeletion",
          "kms:UntagResource",
          "kms:UpdateAlias",
          "kms:UpdatePrimaryRegion");

  private final Stack stack;
  private final RequestLimits limits;

  KmsStatements(Stack stack, RequestLimits limits) {
    this.stack = stack;
    this.limits = limits;
  }

  /** For RequestImport, and for ResumeImports, which resumes what RequestImport left. */
  List<PolicyStatement> toRequest() {
    List<PolicyStatement> statements = new ArrayList<>();
    statements.add(createKey("CreateExternalKeys", "BoolIfExists", "false"));
    // To send a key policy KMS requires kms:PutKeyPolicy, which no function has, or this.
    statements.add(createKey("CreateExternalKeysWithAPolicy", "Bool", "true"));
    statements.add(tagNewKeys());
    statements.addAll(importParameters());
    statements.add(describeKeys());
    statements.add(
        external("ReadExternalKeys", List.of("kms:GetKeyPolicy", "kms:ListResourceTags")));
    statements.add(Statements.allow("FindTaggedKeys", List.of("kms:ListKeys"), List.of("*")));
    statements.add(never(List.of("kms:CreateAlias", "kms:DisableKey", "kms:ImportKeyMaterial")));
    return statements;
  }

  /** For CompleteImport. */
  List<PolicyStatement> toComplete() {
    List<PolicyStatement> statements = new ArrayList<>();
    statements.addAll(
        withConsent("ImportKeyMaterial", List.of("kms:ImportKeyMaterial"), IS_EXTERNAL));
    statements.addAll(importParameters());
    statements.add(describeKeys());
    statements.addAll(
        withConsent("Prove", List.of("kms:GenerateMac", "kms:GetPublicKey"), IS_EXTERNAL));
    statements.add(external("ReadExternalKeys", List.of("kms:GetKeyPolicy")));
    statements.add(ofOurKeys("GiveKeysAliases", List.of("kms:CreateAlias"), IS_EXTERNAL));
    statements.add(Statements.allow("NewAliases", List.of("kms:CreateAlias"), List.of(aliases())));
    statements.add(ofOurKeys("DisableWhatIsDisproved", List.of("kms:DisableKey"), IS_EXTERNAL));
    statements.add(never(List.of("kms:CreateKey", "kms:TagResource")));
    return statements;
  }

  /** For a function that does not use keys. */
  List<PolicyStatement> denyAllKms() {
    return List.of(
        never(
            List.of(
                "kms:CreateAlias",
                "kms:CreateKey",
                "kms:DisableKey",
                "kms:GetParametersForImport",
                "kms:ImportKeyMaterial",
                "kms:Sign",
                "kms:TagResource")));
  }

  PolicyStatement sign(SigningKey key) {
    return Statements.allow(
        "SignDigests",
        List.of("kms:Sign"),
        List.of(key.arn()),
        Map.of(
            "StringEquals",
            Map.of("kms:MessageType", "DIGEST", "kms:SigningAlgorithm", "ECDSA_SHA_256")));
  }

  PolicyStatement signingPublicKey(SigningKey key) {
    return Statements.allow(
        "ReadSigningPublicKey", List.of("kms:GetPublicKey"), List.of(key.arn()));
  }

  /**
   * For calls to the table. DynamoDB has a grant on the key from when the table was created; to
   * read or write items it requires only kms:Decrypt with the table's own key.
   */
  PolicyStatement throughTheTable(DataKey key) {
    return through("TableIsEncrypted", key, List.of("kms:Decrypt"), "dynamodb");
  }

  /** For queues: SQS requires both of senders, and kms:Decrypt of receivers. */
  PolicyStatement throughTheQueues(DataKey key) {
    return through("QueuesAreEncrypted", key, List.of("kms:Decrypt", "kms:GenerateDataKey"), "sqs");
  }

  private PolicyStatement through(String sid, DataKey key, List<String> actions, String service) {
    return Statements.allow(
        sid,
        actions,
        List.of(key.arn()),
        Map.of("StringEquals", Map.of("kms:ViaService", viaService(stack, service))));
  }

  /** The same in both partitions that KeyFerry serves. */
  static String viaService(Stack stack, String service) {
    return service + "." + stack.getRegion() + ".amazonaws.com";
  }

  String keys() {
    return arn("key");
  }

  String aliases() {
    return arn("alias");
  }

  private static PolicyStatement createKey(String sid, String operator, String bypass) {
    return Statements.allow(
        sid,
        List.of("kms:CreateKey"),
        List.of("*"),
        Map.of(
            operator,
            Map.of(BYPASS, bypass),
            "StringEquals",
            IS_EXTERNAL,
            "Null",
            Map.of("aws:RequestTag/" + IMPORT_ID_TAG, "false")));
  }

  /**
   * No documented condition limits it to the creation of a key. The origin is required if KMS
   * states it: whether KMS does for the tags of a key that is being created is not documented.
   */
  private PolicyStatement tagNewKeys() {
    return Statements.allow(
        "TagNewKeys",
        List.of("kms:TagResource"),
        List.of(keys()),
        Map.of(
            "ForAllValues:StringLike",
            Map.of(
                "aws:TagKeys",
                Stream.concat(Stream.of(IMPORT_ID_TAG, NONCE_TAG), limits.tagKeys().stream())
                    .toList()),
            "Null",
            Map.of("aws:RequestTag/" + IMPORT_ID_TAG, "false"),
            "StringEqualsIfExists",
            IS_EXTERNAL));
  }

  private List<PolicyStatement> importParameters() {
    return withConsent(
        "ImportParameters",
        List.of("kms:GetParametersForImport"),
        Map.of(
            ORIGIN,
            EXTERNAL,
            "kms:WrappingAlgorithm",
            names(limits.wrappingAlgorithms()),
            "kms:WrappingKeySpec",
            names(limits.wrappingKeySpecs())));
  }

  private static List<String> names(List<? extends Enum<?>> constants) {
    return constants.stream().<String>map(Enum::name).toList();
  }

  /** For keys that KeyFerry created, and for those whose owner consents. */
  private List<PolicyStatement> withConsent(
      String sid, List<String> actions, Map<String, ?> equal) {
    Map<String, Object> consented = new HashMap<>(equal);
    consented.put("aws:ResourceTag/" + CONSENT_TAG, "true");
    return List.of(
        ofOurKeys(sid + "OfOurKeys", actions, equal),
        Statements.allow(
            sid + "WithConsent", actions, List.of(keys()), Map.of("StringEquals", consented)));
  }

  /** Only for keys that KeyFerry created. */
  private PolicyStatement ofOurKeys(String sid, List<String> actions, Map<String, ?> equal) {
    return Statements.allow(
        sid,
        actions,
        List.of(keys()),
        Map.of("StringEquals", equal, "Null", Map.of("aws:ResourceTag/" + IMPORT_ID_TAG, "false")));
  }

  /**
   * For any key, so that a request with a key that is not EXTERNAL or with a taken alias gets a
   * precise answer.
   */
  private PolicyStatement describeKeys() {
    return Statements.allow("LookAtKeys", List.of("kms:DescribeKey"), List.of(keys()));
  }

  private PolicyStatement external(String sid, List<String> actions) {
    return Statements.allow(sid, actions, List.of(keys()), Map.of("StringEquals", IS_EXTERNAL));
  }

  private static PolicyStatement never(List<String> more) {
    List<String> actions = new ArrayList<>(NEVER);
    actions.addAll(more);
    return Statements.deny("Never", actions.stream().sorted().toList(), List.of("*"), Map.of());
  }

  private String arn(String kind) {
    return stack.formatArn(
        ArnComponents.builder().service("kms").resource(kind).resourceName("*").build());
  }
}
