/**
 * Both halves as packaged, against real tokens and real protocols, in good days and in bad ones.
 */
@NullMarked
package io.keyferry.acceptance.endtoend;

import org.jspecify.annotations.NullMarked;
