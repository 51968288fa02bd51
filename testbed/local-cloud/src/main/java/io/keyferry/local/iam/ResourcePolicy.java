package io.keyferry.local.iam;

import java.util.Optional;

/** What the resource itself says of who may use it. */
public sealed interface ResourcePolicy {

  /** The resource has no policy of its own: identity-based policies decide alone. */
  record None() implements ResourcePolicy {}

  /**
   * A policy beside the identity-based ones: within an account either may allow (SQS, Lambda, SNS).
   */
  record Beside(Optional<Policy> policy) implements ResourcePolicy {}

  /**
   * A key policy, without which nothing is allowed: it names the caller, or names the account and
   * so lets identity-based policies decide (AWS KMS Developer Guide, "Default key policy").
   */
  record KeyPolicy(Policy policy) implements ResourcePolicy {}
}
