/**
 * Classes that, placed before the agent's jar on the class path, kill the agent (SIGKILL) at a
 * chosen point.
 */
@NullMarked
package io.keyferry.acceptance.crash;

import org.jspecify.annotations.NullMarked;
