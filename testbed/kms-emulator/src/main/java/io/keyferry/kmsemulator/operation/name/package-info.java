/** Operations on aliases and tags. */
@NullMarked
package io.keyferry.kmsemulator.operation.name;

import org.jspecify.annotations.NullMarked;
