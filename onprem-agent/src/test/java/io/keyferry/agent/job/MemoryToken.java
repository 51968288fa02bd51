package io.keyferry.agent.job;

import io.keyferry.agent.hsm.AgentKey;
import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmFaults;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.agent.hsm.KeyForm;
import io.keyferry.agent.hsm.KeyReference;
import io.keyferry.agent.hsm.KeyTemplate;
import io.keyferry.agent.hsm.Token;
import io.keyferry.agent.hsm.TokenSession;
import io.keyferry.agent.hsm.WrappingKey;
import io.keyferry.model.Blob;
import io.keyferry.model.ChallengeMac;
import io.keyferry.model.CkaId;
import io.keyferry.model.HsmKeyName;
import io.keyferry.model.KeyCheckValue;
import io.keyferry.model.KeySpec;
import io.keyferry.model.TokenIdentity;
import io.keyferry.model.WrapMechanism;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.testing.EcSigner;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A token in memory that does what the interface says, writes down every call and fails where it is
 * told to. It holds no key material: what it calls wrapped is zeros of the right length.
 */
public final class MemoryToken implements Token {

  private record Reference() implements KeyReference {}

  /** Of every key pair. */
  static final Blob PUBLIC_KEY = Blob.of(new byte[91]);

  /** Of every HMAC key. */
  static final ChallengeMac MAC =
      new ChallengeMac(Blob.of(new byte[ChallengeMac.CHALLENGE_BYTES]), Blob.of(new byte[48]));

  private final EcSigner agent = EcSigner.create();
  private final Map<CkaId, HsmKey> keys = new ConcurrentHashMap<>();
  private final Map<String, HsmException> failures = new ConcurrentHashMap<>();
  private final Map<String, HsmException> failing = new ConcurrentHashMap<>();
  private final Map<String, HsmException> answersLost = new ConcurrentHashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger wrappingKeys = new AtomicInteger();
  private volatile boolean wrappingKeysStay;
  private volatile boolean enrolled = true;
  private volatile EcSigner found = agent;

  public EcSigner agent() {
    return agent;
  }

  public void unenrol() {
    enrolled = false;
  }

  public void enrol() {
    enrolled = true;
  }

  /** Puts another key in the place of the agent's. */
  public void enrolAnother() {
    found = EcSigner.create();
  }

  /** The names of the calls so far, oldest first. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** From now on wrapping keys cannot be destroyed. */
  void keepWrappingKeys() {
    wrappingKeysStay = true;
  }

  /** How many wrapping keys are in the token now. */
  int wrappingKeys() {
    return wrappingKeys.get();
  }

  public Map<CkaId, HsmKey> keys() {
    return keys;
  }

  /** From now on this call fails, until {@link #heal}. */
  public void fail(String call, HsmException failure) {
    failures.put(call, failure);
  }

  /** The next call of this name fails. */
  public void failOnce(String call, HsmException failure) {
    failing.put(call, failure);
  }

  /** The next call of this name is executed, and fails all the same. */
  void loseAnswerOnce(String call, HsmException failure) {
    answersLost.put(call, failure);
  }

  /** Puts a key into the token, as somebody else who is logged in to it can. */
  void plant(CkaId id, String label, String checkValue) {
    keys.put(id, key(KeySpec.SYMMETRIC_DEFAULT, id, label, checkValue));
  }

  public void heal() {
    failures.clear();
  }

  @Override
  public String proveAesKwp() throws HsmException {
    called("proveAesKwp");
    return "CKM_MEMORY";
  }

  @Override
  public TokenIdentity identity() {
    return new TokenIdentity("memory", "4711", "KeyFerry", "test", "1.0");
  }

  @Override
  public String proveWrapping(WrappingAlgorithm algorithm) throws HsmException {
    called("proveWrapping " + algorithm);
    return "CKM_MEMORY";
  }

  @Override
  public TokenSession openSession() throws HsmException {
    called("openSession");
    return new Session();
  }

  @Override
  public void close() {
    calls.add("logout");
  }

  private void called(String call) throws HsmException {
    calls.add(call);
    Optional<HsmException> failure =
        Optional.ofNullable(failing.remove(call)).or(() -> Optional.ofNullable(failures.get(call)));
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void answered(String call) throws HsmException {
    Optional<HsmException> lost = Optional.ofNullable(answersLost.remove(call));
    if (lost.isPresent()) {
      throw lost.get();
    }
  }

  private static HsmKey key(KeySpec spec, CkaId id, String label, String checkValue) {
    SortedMap<String, Boolean> attributes =
        new TreeMap<>(
            Map.of(
                "CKA_SENSITIVE",
                true,
                "CKA_EXTRACTABLE",
                true,
                "CKA_SIGN",
                spec.family() == KeySpec.Family.HMAC));
    return new HsmKey(
        id,
        label,
        form(spec),
        attributes,
        spec == KeySpec.SYMMETRIC_DEFAULT
            ? Optional.of(new KeyCheckValue(KeyCheckValue.Method.AES_ECB, checkValue))
            : Optional.empty(),
        spec.isKeyPair() ? Optional.of(PUBLIC_KEY) : Optional.empty(),
        Optional.empty(),
        new Reference());
  }

  private static KeyForm form(KeySpec spec) {
    return switch (spec.family()) {
      case AES -> new KeyForm.Aes(spec.bits() / 8);
      case HMAC -> new KeyForm.Secret(spec.bits() / 8);
      case RSA -> new KeyForm.Rsa(spec.bits());
      case ECC -> new KeyForm.Elliptic(spec);
    };
  }

  private final class Session implements TokenSession {

    @Override
    public Optional<HsmKey> find(HsmKeyName name) throws HsmException {
      called(name instanceof HsmKeyName.Id ? "find" : "findLabelled");
      return named(name);
    }

    @Override
    public Optional<HsmKey> look(HsmKeyName name) throws HsmException {
      called("look");
      return named(name);
    }

    private Optional<HsmKey> named(HsmKeyName name) {
      return switch (name) {
        case HsmKeyName.Id(CkaId id) -> Optional.ofNullable(keys.get(id));
        case HsmKeyName.Label(String label) ->
            keys.values().stream().filter(key -> key.label().equals(label)).findFirst();
      };
    }

    @Override
    public void tryOut(KeySpec spec, WrappingAlgorithm algorithm, KeyTemplate template)
        throws HsmException {
      called("tryOut");
    }

    @Override
    public List<HsmKey> list() throws HsmException {
      called("list");
      return List.copyOf(keys.values());
    }

    @Override
    public HsmKey generate(KeySpec spec, CkaId id, String label, KeyTemplate template)
        throws HsmException {
      called("generate");
      if (keys.containsKey(id)) {
        throw HsmFaults.of(HsmException.Fault.REFUSED, "expected no key with CKA_ID " + id);
      }
      HsmKey key = MemoryToken.key(spec, id, label, "a1b2c3");
      keys.put(id, key);
      answered("generate");
      return key;
    }

    @Override
    public void destroy(HsmKey generated) throws HsmException {
      called("destroy");
      keys.remove(generated.id());
    }

    @Override
    public void destroyFound(HsmKey key) throws HsmException {
      called("destroyFound");
      keys.remove(key.id());
    }

    @Override
    public HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException {
      called("setExtractable " + extractable);
      SortedMap<String, Boolean> attributes = new TreeMap<>(key.attributes());
      attributes.put("CKA_EXTRACTABLE", extractable);
      HsmKey changed =
          new HsmKey(
              key.id(),
              key.label(),
              key.form(),
              attributes,
              key.keyCheckValue(),
              key.publicKey(),
              key.ouid(),
              key.reference());
      keys.put(key.id(), changed);
      answered("setExtractable " + extractable);
      return changed;
    }

    @Override
    public WrappingKey importWrappingKey(RSAPublicKey publicKey) throws HsmException {
      called("importWrappingKey");
      wrappingKeys.incrementAndGet();
      return new WrappingKey() {
        private boolean closed;

        @Override
        public int bits() {
          return publicKey.getModulus().bitLength();
        }

        @Override
        public boolean destroyed() {
          return closed && !wrappingKeysStay;
        }

        @Override
        public void close() {
          closed = true;
          if (!wrappingKeysStay) {
            wrappingKeys.decrementAndGet();
          }
        }
      };
    }

    @Override
    public byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
        throws HsmException {
      called("wrap");
      return new byte[wrappingKey.bits() / 8];
    }

    @Override
    public WrapMechanism mechanism(WrappingAlgorithm algorithm) {
      return new WrapMechanism("CKM_MEMORY", "");
    }

    @Override
    public ChallengeMac mac(HsmKey key, KeySpec spec) throws HsmException {
      called("mac");
      return MAC;
    }

    @Override
    public AgentKey findOrGenerateAgentKey(String label) throws HsmException {
      called("findOrGenerateAgentKey");
      enrolled = true;
      return new AgentKey(agent.publicKey(), new Reference());
    }

    @Override
    public Optional<AgentKey> findAgentKey(String label) throws HsmException {
      called("findAgentKey");
      return enrolled
          ? Optional.of(new AgentKey(found.publicKey(), new Reference()))
          : Optional.empty();
    }

    @Override
    public byte[] sign(AgentKey key, byte[] sha256) throws HsmException {
      called("sign");
      return agent.sign(sha256);
    }

    @Override
    public void close() {
      calls.add("closeSession");
    }
  }
}
