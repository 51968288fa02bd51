/** The operations that the emulator has. */
@NullMarked
package io.keyferry.kmsemulator.operation;

import org.jspecify.annotations.NullMarked;
