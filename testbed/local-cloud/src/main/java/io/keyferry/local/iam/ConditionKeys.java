package io.keyferry.local.iam;

import java.util.List;
import java.util.Locale;

/**
 * The condition keys that the gate supplies as AWS does. A policy with another one is refused: a
 * key that is never supplied would decide every call.
 */
final class ConditionKeys {

  private static final List<String> KNOWN =
      List.of(
          "aws:CalledVia",
          "aws:PrincipalAccount",
          "aws:PrincipalArn",
          "aws:PrincipalIsAWSService",
          "aws:PrincipalType",
          "aws:RequestTag/*",
          "aws:RequestedRegion",
          "aws:ResourceTag/*",
          "aws:SecureTransport",
          // For calls by AWS services. No call here is one, so the key is absent, as on AWS.
          "aws:SourceAccount",
          "aws:SourceArn",
          "aws:TagKeys",
          "aws:ViaAWSService",
          "dynamodb:Attributes",
          "dynamodb:EnclosingOperation",
          "dynamodb:LeadingKeys",
          "dynamodb:ReturnValues",
          "dynamodb:Select",
          "events:detail-type",
          "events:source",
          "kms:BypassPolicyLockoutSafetyCheck",
          "kms:CallerAccount",
          "kms:EncryptionAlgorithm",
          "kms:EncryptionContext:*",
          "kms:EncryptionContextKeys",
          "kms:ExpirationModel",
          "kms:GrantIsForAWSResource",
          "kms:KeyOrigin",
          "kms:KeySpec",
          "kms:KeyUsage",
          "kms:MacAlgorithm",
          "kms:MessageType",
          "kms:MultiRegion",
          "kms:MultiRegionKeyType",
          "kms:ReplicaRegion",
          "kms:RequestAlias",
          "kms:ResourceAliases",
          "kms:SigningAlgorithm",
          "kms:ValidTo",
          "kms:ViaService",
          "kms:WrappingAlgorithm",
          "kms:WrappingKeySpec");

  private static final List<String> MULTIVALUED =
      List.of(
          "aws:CalledVia",
          "aws:TagKeys",
          "dynamodb:Attributes",
          "dynamodb:LeadingKeys",
          "events:detail-type",
          "events:source",
          "kms:EncryptionContextKeys",
          "kms:ResourceAliases");

  private ConditionKeys() {}

  static void check(String key) {
    if (KNOWN.stream().noneMatch(known -> Glob.matchesIgnoringCase(known, key))) {
      throw new PolicyException(
          "expected a condition key that the gate supplies, found %s: add it to the gate"
              .formatted(key));
    }
  }

  static boolean isMultivalued(String key) {
    return MULTIVALUED.stream()
        .anyMatch(k -> k.toLowerCase(Locale.ROOT).equals(key.toLowerCase(Locale.ROOT)));
  }
}
