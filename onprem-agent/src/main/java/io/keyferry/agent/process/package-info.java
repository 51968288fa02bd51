/** The agent as a process of Linux: user, terminal, secret files, exit. */
@NullMarked
package io.keyferry.agent.process;

import org.jspecify.annotations.NullMarked;
