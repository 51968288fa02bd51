/** Samples that the tests of other modules need, too. */
@NullMarked
package io.keyferry.evidence.testing;

import org.jspecify.annotations.NullMarked;
