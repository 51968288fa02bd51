/** Key material and an HSM's side of an import, for the tests of other modules, too. */
@NullMarked
package io.keyferry.kmsemulator.testing;

import org.jspecify.annotations.NullMarked;
