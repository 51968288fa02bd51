/** Both halves as packaged, against real tokens and real protocols, with and without faults. */
@NullMarked
package io.keyferry.acceptance.endtoend;

import org.jspecify.annotations.NullMarked;
