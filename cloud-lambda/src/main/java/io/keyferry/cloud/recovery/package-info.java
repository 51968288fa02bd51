/** Resumes what was interrupted, and finds KMS keys without an import record. */
@NullMarked
package io.keyferry.cloud.recovery;

import org.jspecify.annotations.NullMarked;
