/**
 * The names and sizes of KMS's keys: the emulator's own, because a test oracle shares no code with
 * what it judges.
 */
@NullMarked
package io.keyferry.kmsemulator.value;

import org.jspecify.annotations.NullMarked;
