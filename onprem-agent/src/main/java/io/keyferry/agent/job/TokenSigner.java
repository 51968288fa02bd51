package io.keyferry.agent.job;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.model.MessageSigner;
import io.keyferry.model.VerificationKey;

/** Signs with the agent's key inside the token. */
public record TokenSigner(TokenSession session, AgentKey key)
    implements MessageSigner<HsmException> {

  @Override
  public VerificationKey verificationKey() {
    return VerificationKey.of(key.publicKey());
  }

  @Override
  public byte[] sign(byte[] digest) throws HsmException {
    return session.sign(key, digest);
  }
}
