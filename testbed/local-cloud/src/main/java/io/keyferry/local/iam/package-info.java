/**
 * IAM's policy language as AWS documents it, as far as the policies of the template use it.
 *
 * <p>What is not supported is refused when a policy is read and never ignored: an evaluator that
 * skips a condition would certify a call that AWS denies. Source: IAM User Guide, "Policy
 * evaluation logic" and "IAM JSON policy elements: Condition operators"; AWS KMS Developer Guide,
 * "Key policies in AWS KMS".
 */
@NullMarked
package io.keyferry.local.iam;

import org.jspecify.annotations.NullMarked;
