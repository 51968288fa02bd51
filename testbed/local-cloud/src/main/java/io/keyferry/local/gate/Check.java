package io.keyferry.local.gate;

import io.keyferry.local.iam.Context;
import io.keyferry.local.iam.ResourcePolicy;
import java.util.Optional;

/**
 * One thing that a request needs a permission for.
 *
 * @param account of the resource
 * @param context what this action adds to the keys that every request has
 * @param policyText of the resource, as it is recorded
 * @param purpose what the service answers where it is denied
 */
record Check(
    String action,
    String resource,
    String account,
    Context context,
    ResourcePolicy policy,
    Optional<String> policyText,
    Purpose purpose) {

  enum Purpose {
    /** The request itself. */
    REQUEST,
    /** The data key of an encrypted queue or table, which the service uses in the caller's name. */
    DATA_KEY,
    /** KMS's look whether the caller could change the policy of the key later. */
    LOCK_OUT
  }

  static Check of(String action, String resource, String account, Context context) {
    return new Check(
        action,
        resource,
        account,
        context,
        new ResourcePolicy.None(),
        Optional.empty(),
        Purpose.REQUEST);
  }
}
