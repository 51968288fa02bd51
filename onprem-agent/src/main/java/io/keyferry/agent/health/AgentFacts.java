package io.keyferry.agent.health;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What only the command line knows of the agent.
 *
 * @param maxOutage for how long a call to the HSM may be stuck before the agent should have ended
 * @param loginLatched whether no login is tried until a person acts
 */
public record AgentFacts(Duration maxOutage, BooleanSupplier loginLatched) {}
