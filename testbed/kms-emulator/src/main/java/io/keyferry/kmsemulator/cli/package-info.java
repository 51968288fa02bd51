/** The emulator as a program: {@code java -jar kms-emulator.jar}. */
@NullMarked
package io.keyferry.kmsemulator.cli;

import org.jspecify.annotations.NullMarked;
