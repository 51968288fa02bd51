/** Operations on imported key material and its rotation. */
@NullMarked
package io.keyferry.kmsemulator.operation.material;

import org.jspecify.annotations.NullMarked;
