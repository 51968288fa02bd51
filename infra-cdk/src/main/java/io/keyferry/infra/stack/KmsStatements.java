package io.keyferry.infra.stack;

import io.keyferry.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What the functions may do in KMS. Keys for imports are not known beforehand, so the statements
 * name all keys of the account and Region, and only those with the origin EXTERNAL.
 */
final class KmsStatements {

  /** The tag by which RequestImport finds a key again. */
  private static final String IMPORT_ID_TAG = "keyferry:import-id";

  private static final Map<String, String> EXTERNAL = Map.of("kms:KeyOrigin", "EXTERNAL");

  private static final List<String> NEVER =
      List.of(
          "kms:CreateGrant",
          "kms:DeleteAlias",
          "kms:DeleteImportedKeyMaterial",
          "kms:DisableKey",
          "kms:PutKeyPolicy",
          "kms:ReplicateKey",
          "kms:RevokeGrant",
          "kms:ScheduleKeyDeletion",
          "kms:UntagResource",
          "kms:UpdateAlias",
          "kms:UpdatePrimaryRegion");

  private final Stack stack;
  private final Settings settings;

  KmsStatements(Stack stack, Settings settings) {
    this.stack = stack;
    this.settings = settings;
  }

  /** For RequestImport, and for ResumeImports that takes up what it left. */
  List<PolicyStatement> toRequest() {
    return List.of(
        Statements.allow(
            "CreateExternalKeysOnly",
            List.of("kms:CreateKey"),
            List.of("*"),
            Map.of("StringEquals", EXTERNAL, "Null", importIdIsMissing(false))),
        Statements.deny(
            "NoLockoutBypass",
            List.of("kms:CreateKey", "kms:PutKeyPolicy"),
            List.of("*"),
            Map.of("Bool", Map.of("kms:BypassPolicyLockoutSafetyCheck", "true"))),
        Statements.allow(
            "TagWhatIsCreated",
            List.of("kms:TagResource"),
            List.of(keys()),
            Map.of("Null", importIdIsMissing(false))),
        external("GiveKeysAliases", List.of("kms:CreateAlias")),
        Statements.allow("NewAliases", List.of("kms:CreateAlias"), List.of(aliases())),
        importParameters(),
        // Of any key: a request for one that is not EXTERNAL is told so.
        Statements.allow("LookAtKeys", List.of("kms:DescribeKey"), List.of(keys())),
        external("ReadExternalKeys", List.of("kms:GetKeyPolicy", "kms:ListResourceTags")),
        Statements.allow("FindTaggedKeys", List.of("kms:ListKeys"), List.of("*")),
        never(List.of("kms:ImportKeyMaterial")));
  }

  /** For CompleteImport. */
  List<PolicyStatement> toComplete() {
    return List.of(
        external("ImportKeyMaterial", List.of("kms:ImportKeyMaterial")),
        importParameters(),
        external(
            "ReadAndProveExternalKeys",
            List.of("kms:DescribeKey", "kms:GenerateMac", "kms:GetKeyPolicy", "kms:GetPublicKey")),
        never(List.of("kms:CreateKey", "kms:TagResource", "kms:CreateAlias")));
  }

  /** For a function that has no business with keys. */
  List<PolicyStatement> toNothing() {
    return List.of(
        never(
            List.of(
                "kms:CreateAlias",
                "kms:CreateKey",
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

  /** Encryption at rest, and by these services only. */
  PolicyStatement data(DataKey key, List<String> actions, List<String> services) {
    List<String> through =
        services.stream().map(s -> s + "." + stack.getRegion() + ".amazonaws.com").toList();
    return Statements.allow(
        "EncryptionAtRest",
        actions,
        List.of(key.arn()),
        Map.of("StringEquals", Map.of("kms:ViaService", through)));
  }

  String keys() {
    return arn("key");
  }

  String aliases() {
    return arn("alias");
  }

  private PolicyStatement importParameters() {
    return Statements.allow(
        "AllowedImportParametersOnly",
        List.of("kms:GetParametersForImport"),
        List.of(keys()),
        Map.of(
            "StringEquals",
            Map.of(
                "kms:KeyOrigin", "EXTERNAL",
                "kms:WrappingAlgorithm", settings.wrappingAlgorithms(),
                "kms:WrappingKeySpec", settings.wrappingKeySpecs())));
  }

  private PolicyStatement external(String sid, List<String> actions) {
    return Statements.allow(sid, actions, List.of(keys()), Map.of("StringEquals", EXTERNAL));
  }

  private static PolicyStatement never(List<String> more) {
    List<String> actions = new ArrayList<>(NEVER);
    actions.addAll(more);
    return Statements.deny("Never", actions.stream().sorted().toList(), List.of("*"), Map.of());
  }

  private static Map<String, String> importIdIsMissing(boolean missing) {
    return Map.of("aws:RequestTag/" + IMPORT_ID_TAG, Boolean.toString(missing));
  }

  private String arn(String kind) {
    return stack.formatArn(
        ArnComponents.builder().service("kms").resource(kind).resourceName("*").build());
  }
}
