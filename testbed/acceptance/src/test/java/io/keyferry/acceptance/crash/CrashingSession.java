package io.keyferry.acceptance.crash;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.WrappingAlgorithm;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/** The real session, until the agent is killed. */
record CrashingSession(TokenSession session)
    implements TokenSession, TokenSession.Keys, TokenSession.Wrapping {

  @Override
  public Keys keys() {
    return this;
  }

  @Override
  public Wrapping wrapping() {
    return this;
  }

  @Override
  public AgentKeys agentKeys() {
    return session.agentKeys();
  }

  @Override
  public HsmKey generate(KeySpec spec, CkaId id, String label, KeyTemplate template)
      throws HsmException {
    HsmKey key = session.keys().generate(spec, id, label, template);
    CrashPoint.AFTER_GENERATE.reached();
    return key;
  }

  @Override
  public byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
      throws HsmException {
    byte[] wrapped = session.wrapping().wrap(algorithm, wrappingKey, key);
    CrashPoint.AFTER_WRAP.reached();
    return wrapped;
  }

  @Override
  public Optional<HsmKey> find(HsmKeyName name) throws HsmException {
    return session.keys().find(name);
  }

  @Override
  public Optional<HsmKey> look(HsmKeyName name) throws HsmException {
    return session.keys().look(name);
  }

  @Override
  public List<HsmKey> list() throws HsmException {
    return session.keys().list();
  }

  @Override
  public ChallengeMac mac(HsmKey key, KeySpec spec) throws HsmException {
    return session.keys().mac(key, spec);
  }

  @Override
  public WrappingKey importKey(RSAPublicKey publicKey) throws HsmException {
    return session.wrapping().importKey(publicKey);
  }

  @Override
  public void destroy(HsmKey generated) throws HsmException {
    session.keys().destroy(generated);
  }

  @Override
  public void destroyFound(HsmKey key) throws HsmException {
    session.keys().destroyFound(key);
  }

  @Override
  public HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException {
    return session.keys().setExtractable(key, extractable);
  }

  @Override
  public WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException {
    return session.wrapping().mechanism(algorithm);
  }

  @Override
  public void tryOut(KeySpec spec, WrappingAlgorithm algorithm, KeyTemplate template)
      throws HsmException {
    session.wrapping().tryOut(spec, algorithm, template);
  }

  @Override
  public void close() {
    session.close();
  }
}
