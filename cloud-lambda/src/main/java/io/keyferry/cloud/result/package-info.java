/** From an agent's result to a KMS key that is enabled and proved. */
@NullMarked
package io.keyferry.cloud.result;

import org.jspecify.annotations.NullMarked;
