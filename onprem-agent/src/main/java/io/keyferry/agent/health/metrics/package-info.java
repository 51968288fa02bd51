/**
 * What the agent counts and measures, for Prometheus. The rest of the agent knows nothing of it.
 */
@NullMarked
package io.keyferry.agent.health.metrics;

import org.jspecify.annotations.NullMarked;
