package io.keyferry.agent.hsm.token;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.agent.hsm.pkcs11.CryptokiSession;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.WrappingAlgorithm;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/** One session, and who does what in it. */
final class Pkcs11Session implements TokenSession {

  private final Pkcs11Token token;
  private final CryptokiSession session;
  private final KeyObjects objects;
  private final KeyGeneration generation;
  private final ExtractableAttribute extractable;
  private final KeyWrap keyWrap;
  private final Macs macs;
  private final AgentKeys agentKeys;

  Pkcs11Session(Pkcs11Token token, CryptokiSession session) {
    this.token = token;
    this.session = session;
    KeyReading reading = new KeyReading(token, session);
    this.objects = new KeyObjects(session, reading);
    this.generation = new KeyGeneration(token, session, reading);
    this.extractable = new ExtractableAttribute(session, reading);
    this.keyWrap = new KeyWrap(token, session);
    this.macs = new Macs(token, session);
    this.agentKeys = new AgentKeys(token, session);
  }

  @Override
  public Optional<HsmKey> find(HsmKeyName name) throws HsmException {
    return objects.find(name);
  }

  @Override
  public Optional<HsmKey> look(HsmKeyName name) throws HsmException {
    return objects.look(name);
  }

  @Override
  public List<HsmKey> list() throws HsmException {
    return objects.list();
  }

  @Override
  public HsmKey generate(KeySpec spec, CkaId id, String label, KeyTemplate template)
      throws HsmException {
    objects.demandNone(id);
    return generation.generate(KeyGeneration.Order.ofToken(spec, id, label, template));
  }

  @Override
  public void destroy(HsmKey generated) throws HsmException {
    generation.destroy(generated);
  }

  @Override
  public void destroyFound(HsmKey key) throws HsmException {
    objects.destroy(key);
  }

  @Override
  public HsmKey setExtractable(HsmKey key, boolean value) throws HsmException {
    return extractable.set(key, value);
  }

  @Override
  public WrappingKey importWrappingKey(RSAPublicKey publicKey) throws HsmException {
    return ImportedWrappingKey.in(token, session, publicKey);
  }

  @Override
  public byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
      throws HsmException {
    return keyWrap.wrap(algorithm, wrappingKey, key);
  }

  @Override
  public WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException {
    return keyWrap.mechanism(algorithm);
  }

  @Override
  public ChallengeMac mac(HsmKey key, KeySpec spec) throws HsmException {
    return macs.of(key, spec);
  }

  @Override
  public void tryOut(KeySpec spec, WrappingAlgorithm algorithm, KeyTemplate template)
      throws HsmException {
    new KeyTrial(token, session, generation).of(spec, algorithm, template);
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
    token.closeLogged(session);
  }
}
