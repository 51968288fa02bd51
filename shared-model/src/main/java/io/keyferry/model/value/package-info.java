/**
 * The values that messages are made of. Every type validates itself: an instance that exists is
 * well-formed.
 */
@NullMarked
package io.keyferry.model.value;

import org.jspecify.annotations.NullMarked;
