/**
 * The names and sizes of KMS's keys: the emulator's own, as a judge shares no code with the judged.
 */
@NullMarked
package io.keyferry.kmsemulator.value;

import org.jspecify.annotations.NullMarked;
