/**
 * What the template grants, held against the calls that were recorded: which test would fail
 * without a grant, and which grants no test uses.
 */
@NullMarked
package io.keyferry.local.grants;

import org.jspecify.annotations.NullMarked;
