/** The status page of the agent, for a person on the host. */
@NullMarked
package io.keyferry.agent.health.page;

import org.jspecify.annotations.NullMarked;
