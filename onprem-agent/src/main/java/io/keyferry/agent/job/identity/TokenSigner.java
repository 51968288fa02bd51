package io.keyferry.agent.job.identity;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.signed.MessageSigner;
import io.keyferry.model.value.VerificationKey;

/**
 * Signs with the agent's key inside the token.
 *
 * @param verificationKey the key's public half
 */
public record TokenSigner(TokenSession session, AgentKey key, VerificationKey verificationKey)
    implements MessageSigner<HsmException> {

  /** Returns a signer with this key. */
  public static TokenSigner of(TokenSession session, AgentKey key) {
    return new TokenSigner(session, key, VerificationKey.of(key.publicKey()));
  }

  @Override
  public byte[] sign(byte[] digest) throws HsmException {
    return session.agentKeys().sign(key, digest);
  }
}
