package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import java.security.interfaces.ECPublicKey;

/**
 * The agent's own signing key, as found at start.
 *
 * @param label its label in the token
 */
public record AgentKeyIdentity(String label, ECPublicKey publicKey) {

  /**
   * Finds the key.
   *
   * @throws HsmException unless the token has exactly one such key
   */
  public static AgentKeyIdentity find(TokenSession session, String label) throws HsmException {
    return new AgentKeyIdentity(label, found(session, label).publicKey());
  }

  /**
   * The same key in this session.
   *
   * @throws HsmException unless the token has exactly one such key
   */
  public AgentKey in(TokenSession session) throws HsmException {
    AgentKey found = found(session, label);
    if (!found.publicKey().equals(publicKey)) {
      throw new HsmException(
          Fault.AGENT_KEY_UNUSABLE,
          "expected the signing key from the agent's start with the label '%s' in the token, found another one: restore the first one; or enroll the new one with the cloud, then restart the agent"
              .formatted(label));
    }
    return found;
  }

  private static AgentKey found(TokenSession session, String label) throws HsmException {
    return session
        .agentKeys()
        .find(label)
        .orElseThrow(() ->
            new HsmException(
                Fault.AGENT_KEY_MISSING,
                "expected the agent's signing key with the label '%s' in the token, found none: if the token is the right one, run keyferry-agent enrol, give the cloud the public key that it prints, and restart the agent"
                    .formatted(label)));
  }
}
