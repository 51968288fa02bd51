/** Files that survive a crash: forced to the disk, locked, undisturbed by interrupts. */
@NullMarked
package io.keyferry.evidence.file;

import org.jspecify.annotations.NullMarked;
