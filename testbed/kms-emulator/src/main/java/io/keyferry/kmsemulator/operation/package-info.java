/** The operations that the emulator implements. */
@NullMarked
package io.keyferry.kmsemulator.operation;

import org.jspecify.annotations.NullMarked;
