/** The closed set of the kinds of request. Each has a package of its own. */
@NullMarked
package io.keyferry.cloud.kind;

import org.jspecify.annotations.NullMarked;
