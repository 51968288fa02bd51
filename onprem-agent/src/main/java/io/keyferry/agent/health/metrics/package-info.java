/** The agent's metrics, for Prometheus. The rest of the agent does not depend on this package. */
@NullMarked
package io.keyferry.agent.health.metrics;

import org.jspecify.annotations.NullMarked;
