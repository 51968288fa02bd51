/** Operations that use a key: encryption, signatures, MACs, data keys, random bytes. */
@NullMarked
package io.keyferry.kmsemulator.operation.use;

import org.jspecify.annotations.NullMarked;
