package io.keyferry.agent.job.identity;

import io.keyferry.agent.hsm.AgentKeyIdentity;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.VerificationKey;

/**
 * The identity of this agent.
 *
 * @param key its signing key in the token, as found at start
 * @param thumbprint the audience of jobs for this agent
 */
public record AgentIdentity(AgentKeyIdentity key, KeyThumbprint thumbprint) {

  public static AgentIdentity of(AgentKeyIdentity key) {
    return new AgentIdentity(key, VerificationKey.of(key.publicKey()).thumbprint());
  }

  /**
   * Returns the signer for this session.
   *
   * @throws HsmException unless the token has exactly one such key, the same as at start
   */
  public TokenSigner signer(TokenSession session) throws HsmException {
    return TokenSigner.of(session, key.in(session));
  }
}
