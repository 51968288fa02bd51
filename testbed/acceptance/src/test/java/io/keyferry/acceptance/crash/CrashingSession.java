package io.keyferry.acceptance.crash;

import io.keyferry.agent.hsm.AgentKey;
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

/** The real session, up to the point where the agent dies. */
record CrashingSession(TokenSession session) implements TokenSession {

  @Override
  public HsmKey generate(KeySpec spec, CkaId id, String label, KeyTemplate template)
      throws HsmException {
    HsmKey key = session.generate(spec, id, label, template);
    CrashPoint.AFTER_GENERATE.reached();
    return key;
  }

  @Override
  public byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
      throws HsmException {
    byte[] wrapped = session.wrap(algorithm, wrappingKey, key);
    CrashPoint.AFTER_WRAP.reached();
    return wrapped;
  }

  @Override
  public Optional<HsmKey> find(HsmKeyName name) throws HsmException {
    return session.find(name);
  }

  @Override
  public Optional<HsmKey> look(HsmKeyName name) throws HsmException {
    return session.look(name);
  }

  @Override
  public List<HsmKey> list() throws HsmException {
    return session.list();
  }

  @Override
  public ChallengeMac mac(HsmKey key, KeySpec spec) throws HsmException {
    return session.mac(key, spec);
  }

  @Override
  public WrappingKey importWrappingKey(RSAPublicKey publicKey) throws HsmException {
    return session.importWrappingKey(publicKey);
  }

  @Override
  public void destroy(HsmKey generated) throws HsmException {
    session.destroy(generated);
  }

  @Override
  public void destroyFound(HsmKey key) throws HsmException {
    session.destroyFound(key);
  }

  @Override
  public HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException {
    return session.setExtractable(key, extractable);
  }

  @Override
  public WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException {
    return session.mechanism(algorithm);
  }

  @Override
  public void tryOut(KeySpec spec, WrappingAlgorithm algorithm, KeyTemplate template)
      throws HsmException {
    session.tryOut(spec, algorithm, template);
  }

  @Override
  public AgentKey findOrGenerateAgentKey(String label) throws HsmException {
    return session.findOrGenerateAgentKey(label);
  }

  @Override
  public Optional<AgentKey> findAgentKey(String label) throws HsmException {
    return session.findAgentKey(label);
  }

  @Override
  public byte[] sign(AgentKey key, byte[] sha256) throws HsmException {
    return session.sign(key, sha256);
  }

  @Override
  public void close() {
    session.close();
  }
}
