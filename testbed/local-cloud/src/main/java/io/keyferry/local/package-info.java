/** KeyFerry on one machine: where its parts lie. */
@NullMarked
package io.keyferry.local;

import org.jspecify.annotations.NullMarked;
