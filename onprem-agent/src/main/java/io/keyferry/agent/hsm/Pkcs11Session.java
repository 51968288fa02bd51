package io.keyferry.agent.hsm;

import io.keyferry.model.CkaId;
import io.keyferry.model.WrapMechanism;
import io.keyferry.model.WrappingAlgorithm;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/** One session, and who does what in it. */
final class Pkcs11Session implements TokenSession {

  private final Pkcs11Token token;
  private final CryptokiSession session;
  private final SecretKeys secretKeys;
  private final KeyWrap keyWrap;
  private final AgentKeys agentKeys;

  Pkcs11Session(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
    this.secretKeys = new SecretKeys(token, session);
    this.keyWrap = new KeyWrap(token, session);
    this.agentKeys = new AgentKeys(token, session);
  }

  @Override
  public Optional<HsmKey> find(CkaId id) throws HsmException {
    return secretKeys.find(id);
  }

  @Override
  public List<HsmKey> listAesKeys() throws HsmException {
    return secretKeys.list();
  }

  @Override
  public HsmKey generateAes256(CkaId id, String label, KeyTemplate template) throws HsmException {
    return secretKeys.generate(id, label, template);
  }

  @Override
  public HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException {
    return secretKeys.setExtractable(key, extractable);
  }

  @Override
  public WrappingKey importWrappingKey(RSAPublicKey publicKey) throws HsmException {
    return ImportedWrappingKey.in(session, publicKey);
  }

  @Override
  public byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
      throws HsmException {
    return keyWrap.wrap(algorithm, wrappingKey, key);
  }

  @Override
  public WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException {
    return KeyWrap.mechanism(algorithm).described();
  }

  @Override
  public AgentKey findOrGenerateAgentKey(String label) throws HsmException {
    Optional<AgentKey> found = agentKeys.find(label);
    return found.isPresent() ? found.get() : agentKeys.generate(label);
  }

  @Override
  public Optional<AgentKey> findAgentKey(String label) throws HsmException {
    return agentKeys.find(label);
  }

  @Override
  public byte[] sign(AgentKey key, byte[] sha256) throws HsmException {
    return agentKeys.sign(key, sha256);
  }

  @Override
  public void close() {
    token.close(session);
  }
}
