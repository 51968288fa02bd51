/** KMS as the workflow sees it: the port, its answers and refusals, waits and retries. */
@NullMarked
package io.keyferry.cloud.kms;

import org.jspecify.annotations.NullMarked;
