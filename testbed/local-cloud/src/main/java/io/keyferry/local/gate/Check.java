package io.keyferry.local.gate;

import io.keyferry.local.iam.Context;
import io.keyferry.local.iam.ResourcePolicy;
import java.util.Optional;

/**
 * One permission that a request needs.
 *
 * @param account of the resource
 * @param context the condition keys of this action, in addition to those of every request
 * @param policyText of the resource, as recorded
 * @param purpose selects the service's answer if it is denied
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
    /**
     * The data key of an encrypted queue or table, which the service uses on the caller's behalf.
     */
    DATA_KEY,
    /** KMS's check whether the caller could change the key's policy later. */
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
