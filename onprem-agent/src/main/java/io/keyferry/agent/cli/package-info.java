/** The command line of the agent. */
@NullMarked
package io.keyferry.agent.cli;

import org.jspecify.annotations.NullMarked;
