package io.keyferry.local.iam;

/**
 * One action on one resource, as IAM judges it. A request may need several.
 *
 * @param action such as {@code kms:CreateKey}
 * @param resource its ARN, or {@code *} for an action without one
 */
public record Call(Caller caller, String action, String resource, Context context) {}
