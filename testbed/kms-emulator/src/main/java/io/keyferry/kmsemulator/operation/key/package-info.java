/** Operations that create, describe, list, enable and delete keys, and their policies. */
@NullMarked
package io.keyferry.kmsemulator.operation.key;

import org.jspecify.annotations.NullMarked;
