/** The test vectors in the folder {@code spec}: how they are made, and that they hold. */
@NullMarked
package io.keyferry.evidence.spec;

import org.jspecify.annotations.NullMarked;
