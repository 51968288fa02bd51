/** Assembles, runs and supervises the agent. */
@NullMarked
package io.keyferry.agent.run;

import org.jspecify.annotations.NullMarked;
