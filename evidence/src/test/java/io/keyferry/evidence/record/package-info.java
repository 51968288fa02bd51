/** Ceremony records against those who would change them. */
@NullMarked
package io.keyferry.evidence.record;

import org.jspecify.annotations.NullMarked;
