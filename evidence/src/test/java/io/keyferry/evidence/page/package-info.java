/** The presentation of ceremony records. */
@NullMarked
package io.keyferry.evidence.page;

import org.jspecify.annotations.NullMarked;
