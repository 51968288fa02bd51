/**
 * The cloud half: Lambda functions that carry an import from a request to an enabled KMS key.
 *
 * <p>The handlers in this package read Lambda's events ({@link io.keyferry.cloud.event}) and
 * connect the flow to AWS ({@link io.keyferry.cloud.aws}). The flow depends one way: {@link
 * io.keyferry.cloud.kind}, then {@link io.keyferry.cloud.request}, {@link io.keyferry.cloud.result}
 * and {@link io.keyferry.cloud.recovery}, then {@link io.keyferry.cloud.job}, {@link
 * io.keyferry.cloud.record}, {@link io.keyferry.cloud.kms}.
 */
@NullMarked
package io.keyferry.cloud;

import org.jspecify.annotations.NullMarked;
