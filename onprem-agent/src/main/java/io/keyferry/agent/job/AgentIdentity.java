package io.keyferry.agent.job;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.KeyThumbprint;

/**
 * Who this agent is: its signing key in the token, as found at start.
 *
 * @param label the key's label in the token
 * @param thumbprint what jobs are addressed to
 */
record AgentIdentity(String label, KeyThumbprint thumbprint) {

  static AgentIdentity find(TokenSession session, String label)
      throws HsmException, AgentKeyException {
    return new AgentIdentity(label, thumbprint(found(session, label)));
  }

  /**
   * The signer for this session.
   *
   * @throws AgentKeyException if the key is no longer the one of the start
   */
  TokenSigner signer(TokenSession session) throws HsmException, AgentKeyException {
    TokenSigner signer = found(session, label);
    if (!thumbprint(signer).equals(thumbprint)) {
      throw new AgentKeyException(
          "expected the signing key %s under the label '%s', found %s: enrol the agent's new key with the cloud, then restart the agent"
              .formatted(thumbprint, label, thumbprint(signer)));
    }
    return signer;
  }

  private static TokenSigner found(TokenSession session, String label)
      throws HsmException, AgentKeyException {
    return session
        .findAgentKey(label)
        .map(key -> TokenSigner.of(session, key))
        .orElseThrow(() ->
            new AgentKeyException(
                "expected the agent's signing key with the label '%s' in the token, found none: run enrol, and give the cloud the public key that it prints"
                    .formatted(label)));
  }

  private static KeyThumbprint thumbprint(TokenSigner signer) {
    return signer.verificationKey().thumbprint();
  }
}
