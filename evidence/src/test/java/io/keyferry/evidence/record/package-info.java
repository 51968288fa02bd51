/** Ceremony records under attack. */
@NullMarked
package io.keyferry.evidence.record;

import org.jspecify.annotations.NullMarked;
