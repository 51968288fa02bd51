package io.keyferry.agent.job.identity;

import io.keyferry.agent.hsm.AgentKeyIdentity;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.value.KeyThumbprint;
import io.keyferry.model.value.VerificationKey;

/**
 * Who this agent is.
 *
 * @param key its signing key in the token, as found at start
 * @param thumbprint what jobs are addressed to
 */
public record AgentIdentity(AgentKeyIdentity key, KeyThumbprint thumbprint) {

  public static AgentIdentity of(AgentKeyIdentity key) {
    return new AgentIdentity(key, VerificationKey.of(key.publicKey()).thumbprint());
  }

  /**
   * The signer for this session.
   *
   * @throws HsmException if the token does not have the key of the start exactly once
   */
  public TokenSigner signer(TokenSession session) throws HsmException {
    return TokenSigner.of(session, key.in(session));
  }
}
