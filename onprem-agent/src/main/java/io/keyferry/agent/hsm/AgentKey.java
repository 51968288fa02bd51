package io.keyferry.agent.hsm;

import java.security.interfaces.ECPublicKey;

/**
 * The agent's own signing key in the token: EC P-256, non-extractable.
 *
 * @param publicKey its public half
 * @param reference what the session knows the private half by
 */
public record AgentKey(ECPublicKey publicKey, KeyReference reference) {}
