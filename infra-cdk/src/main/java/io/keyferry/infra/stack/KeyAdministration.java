package io.keyferry.infra.stack;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What the account's IAM policies may allow with KeyFerry's keys, action by action. */
final class KeyAdministration {

  private static final List<String> ADMINISTRATION =
      List.of(
          "kms:CancelKeyDeletion",
          "kms:CreateAlias",
          "kms:DeleteAlias",
          "kms:DescribeKey",
          "kms:DisableKey",
          "kms:EnableKey",
          "kms:GetKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListGrants",
          "kms:ListKeyPolicies",
          "kms:ListResourceTags",
          "kms:PutKeyPolicy",
          "kms:ScheduleKeyDeletion",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:UpdateAlias",
          "kms:UpdateKeyDescription");

  private KeyAdministration() {}

  /** For the key policy: only the account, and so its IAM policies. */
  static PolicyStatement byTheAccount(List<String> furtherActions) {
    return Statements.allowTo(
        List.of(new AccountRootPrincipal()),
        "AccountByItsIamPolicies",
        Stream.concat(ADMINISTRATION.stream(), furtherActions.stream()).sorted().toList(),
        List.of("*"),
        Map.of());
  }
}
