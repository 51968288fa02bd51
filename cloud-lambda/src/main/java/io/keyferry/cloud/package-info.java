/**
 * The cloud half: three Lambda functions that carry an import from a request to an enabled KMS key.
 *
 * <p>The handlers here read Lambda's events ({@link io.keyferry.cloud.event}) and wire the flow
 * ({@link io.keyferry.cloud.flow}) to AWS ({@link io.keyferry.cloud.aws}).
 */
@NullMarked
package io.keyferry.cloud;

import org.jspecify.annotations.NullMarked;
