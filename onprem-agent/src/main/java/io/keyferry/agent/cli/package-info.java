/** The command line of the agent, its configuration and its PIN. */
@NullMarked
package io.keyferry.agent.cli;

import org.jspecify.annotations.NullMarked;
