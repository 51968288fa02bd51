package io.keyferry.agent.hsm;

import java.security.interfaces.ECPublicKey;

/**
 * The agent's own signing key in the token: EC P-256, non-extractable.
 *
 * @param publicKey its public half
 * @param reference refers to the private half in its session
 */
public record AgentKey(ECPublicKey publicKey, KeyReference reference) {}
