/** The agent as a Linux process: user, terminal, secret files, exit. */
@NullMarked
package io.keyferry.agent.process;

import org.jspecify.annotations.NullMarked;
