/** The health that the agent reports on the loopback interface. */
@NullMarked
package io.keyferry.agent.health;

import org.jspecify.annotations.NullMarked;
