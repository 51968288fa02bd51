package io.keyferry.agent.health;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Facts about the agent that only the command line knows.
 *
 * @param maxOutage how long a call to the HSM may be stuck before the agent must exit
 * @param loginLatched whether logins are blocked until an operator acts
 */
public record AgentFacts(Duration maxOutage, BooleanSupplier loginLatched) {}
