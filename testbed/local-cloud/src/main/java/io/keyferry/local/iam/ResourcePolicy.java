package io.keyferry.local.iam;

import java.util.Optional;

/** What the resource's own policy says about its callers. */
public sealed interface ResourcePolicy {

  /** The resource has no policy of its own: identity-based policies decide alone. */
  record None() implements ResourcePolicy {}

  /**
   * A policy in addition to the identity-based ones: within an account either may allow (SQS,
   * Lambda, SNS).
   */
  record Beside(Optional<Policy> policy) implements ResourcePolicy {}

  /**
   * A key policy, without which nothing is allowed: it names the caller, or names the account,
   * which lets identity-based policies decide (AWS KMS Developer Guide, "Default key policy").
   */
  record KeyPolicy(Policy policy) implements ResourcePolicy {}
}
