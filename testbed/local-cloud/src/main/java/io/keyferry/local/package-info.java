/** KeyFerry on one machine: where its parts are. */
@NullMarked
package io.keyferry.local;

import org.jspecify.annotations.NullMarked;
