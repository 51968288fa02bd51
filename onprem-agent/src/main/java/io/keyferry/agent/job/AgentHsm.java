package io.keyferry.agent.job;

import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.recovery.HsmConnection;
import io.keyferry.agent.job.identity.AgentIdentity;
import jakarta.inject.Singleton;

/**
 * The HSM as the agent uses it.
 *
 * @param token opens sessions while the connection is ready
 * @param agent the identity that signs in it
 */
@Singleton
record AgentHsm(HsmConnection connection, Token token, AgentIdentity agent) {}
