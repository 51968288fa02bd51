/** Ceremony records as text and as a page to print. */
@NullMarked
package io.keyferry.evidence.page;

import org.jspecify.annotations.NullMarked;
