/** What an administrator would look at before the agent runs, looked at in one go. */
@NullMarked
package io.keyferry.agent.cli.doctor;

import org.jspecify.annotations.NullMarked;
