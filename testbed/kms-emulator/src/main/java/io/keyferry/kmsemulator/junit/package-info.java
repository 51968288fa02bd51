/** The emulator in a JUnit test. */
@NullMarked
package io.keyferry.kmsemulator.junit;

import org.jspecify.annotations.NullMarked;
