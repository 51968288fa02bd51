/** The checks that an administrator would make before the agent runs, in one command. */
@NullMarked
package io.keyferry.agent.cli.doctor;

import org.jspecify.annotations.NullMarked;
