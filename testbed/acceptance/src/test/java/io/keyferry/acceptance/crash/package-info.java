/**
 * Put in front of the agent's jar, this kills the agent (SIGKILL) at a chosen point of its work.
 */
@NullMarked
package io.keyferry.acceptance.crash;

import org.jspecify.annotations.NullMarked;
