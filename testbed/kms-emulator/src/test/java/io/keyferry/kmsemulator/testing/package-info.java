/** Key material and the HSM's side of an import, also for the tests of other modules. */
@NullMarked
package io.keyferry.kmsemulator.testing;

import org.jspecify.annotations.NullMarked;
