/** The request to import into an empty KMS key whose owner allows it. */
@NullMarked
package io.keyferry.cloud.kind.existing;

import org.jspecify.annotations.NullMarked;
