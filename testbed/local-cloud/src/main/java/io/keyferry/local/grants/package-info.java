/**
 * Compares the template's grants with the recorded calls: which test would fail without a grant,
 * and which grants no test uses.
 */
@NullMarked
package io.keyferry.local.grants;

import org.jspecify.annotations.NullMarked;
