/** What the agent says of itself on the loopback interface. */
@NullMarked
package io.keyferry.agent.health;

import org.jspecify.annotations.NullMarked;
