/** What was interrupted is resumed, and KMS keys without an import record are found. */
@NullMarked
package io.keyferry.cloud.recovery;

import org.jspecify.annotations.NullMarked;
