/**
 * The values that messages consist of. Every type validates itself: every instance is well-formed.
 */
@NullMarked
package io.keyferry.model.value;

import org.jspecify.annotations.NullMarked;
