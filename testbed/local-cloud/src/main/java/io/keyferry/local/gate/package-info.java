/**
 * Access control on this machine: every call to KMS, SQS, DynamoDB and EventBridge passes a gate
 * that authenticates the caller and judges the call with the template's policies before the service
 * receives it.
 */
@NullMarked
package io.keyferry.local.gate;

import org.jspecify.annotations.NullMarked;
