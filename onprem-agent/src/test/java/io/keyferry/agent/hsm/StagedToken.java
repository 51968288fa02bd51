package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.pkcs11.Attribute;
import io.keyferry.agent.hsm.pkcs11.ReturnCode;
import io.keyferry.agent.hsm.token.Tokens;
import io.keyferry.model.value.ChallengeMac;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.TokenIdentity;
import io.keyferry.model.value.VerificationKey;
import io.keyferry.model.value.WrapMechanism;
import io.keyferry.model.value.WrappingAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * A real NSS softokn token with an agent's key in it. It records every call of the agent, and
 * injects failures before or after the token has done the call. What tests do to the token directly
 * is not recorded and never fails this way.
 *
 * <p>It is opened at its first use, and again when it is used after {@link #close}, as by the
 * agent's next process. Softokn has one token at a time in a process: the last that was opened.
 */
public final class StagedToken implements Token {

  private static final String LABEL = "keyferry";
  private static final String AGENT_LABEL = "keyferry-agent";
  private static final String PUT_ASIDE = "keyferry-agent, put aside";
  private static final long KEY_UNEXTRACTABLE = 0x6A;

  private final Path folder;
  private final Faults faults = new Faults();
  private final Extractability extractability = new Extractability();
  private final AtomicInteger wrappingKeysLeft = new AtomicInteger();
  private volatile boolean wrappingKeysStay;
  private Optional<TestToken> made = Optional.empty();
  private Optional<Token> login = Optional.empty();

  /**
   * Creates nothing yet.
   *
   * @param folder where the token is to be; must not exist
   */
  public StagedToken(Path folder) {
    this.folder = folder;
  }

  /** A call with a result. */
  @FunctionalInterface
  private interface Answer<T> {
    T get() throws HsmException;
  }

  /** A call without a result. */
  @FunctionalInterface
  private interface Action {
    void run() throws HsmException;
  }

  /** An action of somebody else in the token. */
  @FunctionalInterface
  private interface RawAnswer<T> {
    T in(RawToken raw) throws PKCS11Exception;
  }

  /**
   * A key database, in memory. It is created once: each copy is another token, with the same
   * agent's key.
   */
  private record Template(
      Map<String, byte[]> files, VerificationKey agentKey, TokenIdentity identity) {

    static final Template MADE = make();

    private static Template make() {
      try {
        Path folder = Files.createTempDirectory("keyferry-template");
        TestToken made = NssTokens.make(folder, LABEL);
        Template template = enrolled(made, folder);
        Tokens.finalizeLibrary(made.library());
        for (String file : template.files().keySet()) {
          Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
        return template;
      } catch (IOException | HsmException e) {
        throw new IllegalStateException("no token could be made", e);
      }
    }

    private static Template enrolled(TestToken made, Path folder) throws IOException, HsmException {
      try (Token token = made.open();
          TokenSession session = token.openSession()) {
        AgentKey key = session.agentKeys().findOrGenerate(AGENT_LABEL);
        return new Template(read(folder), VerificationKey.of(key.publicKey()), token.identity());
      }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
      Map<String, byte[]> files = new TreeMap<>();
      try (var paths = Files.newDirectoryStream(folder)) {
        for (Path path : paths) {
          files.put(path.getFileName().toString(), Files.readAllBytes(path));
        }
      }
      return files;
    }

    TestToken copyTo(Path folder) throws IOException {
      Files.createDirectory(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      return NssTokens.at(folder, LABEL);
    }
  }

  /** The calls so far, and the faults of calls to come. */
  private static final class Faults {

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, HsmException> failing = new ConcurrentHashMap<>();
    private final Map<String, HsmException> failingOnce = new ConcurrentHashMap<>();
    private final Map<String, HsmException> answersLost = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

    <T> T call(String name, Answer<T> real) throws HsmException {
      calls.add(name);
      awaitRelease(name);
      Optional<HsmException> failure =
          Optional.ofNullable(failingOnce.remove(name))
              .or(() -> Optional.ofNullable(failing.get(name)));
      if (failure.isPresent()) {
        throw failure.get();
      }
      T answer = real.get();
      Optional<HsmException> lost = Optional.ofNullable(answersLost.remove(name));
      if (lost.isPresent()) {
        throw lost.get();
      }
      return answer;
    }

    private void awaitRelease(String name) {
      CountDownLatch release = held.get(name);
      if (release == null) {
        return;
      }
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted in a call that the test holds", e);
      }
    }

    void release() {
      held.values().forEach(CountDownLatch::countDown);
      held.clear();
    }

    void run(String name, Action real) throws HsmException {
      boolean _ =
          call(
              name,
              () -> {
                real.run();
                return true;
              });
    }
  }

  /**
   * The only simulated behavior: keys whose {@code CKA_EXTRACTABLE} can be set from false to true,
   * as on a Luna. Softokn and SoftHSM refuse that. In softokn such a key is always extractable;
   * what it reports, and whether it can be wrapped, is decided here.
   */
  private static final class Extractability {

    /** For each such key, whether it is extractable now. */
    private final Map<CkaId, Boolean> states = new ConcurrentHashMap<>();

    void lock(CkaId id) {
      states.put(id, false);
    }

    void forget(CkaId id) {
      states.remove(id);
    }

    boolean decides(HsmKey key) {
      return states.containsKey(key.id());
    }

    HsmKey set(HsmKey key, boolean extractable) {
      states.put(key.id(), extractable);
      return shown(key);
    }

    HsmKey shown(HsmKey key) {
      if (!decides(key)) {
        return key;
      }
      SortedMap<String, Boolean> attributes = new TreeMap<>(key.attributes());
      attributes.put(Attribute.EXTRACTABLE.toString(), isExtractable(key));
      return new HsmKey(
          key.id(), key.label(), key.form(), attributes, key.fingerprints(), key.reference());
    }

    void demandExtractable(HsmKey key) throws HsmException {
      if (!isExtractable(key)) {
        throw ReturnCode.of(KEY_UNEXTRACTABLE)
            .in("C_WrapKey", new PKCS11Exception(KEY_UNEXTRACTABLE, ""));
      }
    }

    private boolean isExtractable(HsmKey key) {
      return states.getOrDefault(key.id(), true);
    }
  }

  private synchronized TestToken made() throws HsmException {
    if (made.isEmpty()) {
      try {
        TestToken copy = Template.MADE.copyTo(folder);
        Tokens.finalizeLibrary(copy.library());
        made = Optional.of(copy);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return made.get();
  }

  private synchronized Token real() throws HsmException {
    if (login.isEmpty()) {
      login = Optional.of(made().open());
    }
    return login.get();
  }

  private <T> T raw(RawAnswer<T> answer) throws HsmException {
    Token _ = real();
    try (RawToken raw = RawToken.of(made())) {
      return answer.in(raw);
    } catch (IOException | PKCS11Exception e) {
      throw new IllegalStateException("the token did not do what the test needs", e);
    }
  }

  // The following methods are for tests.

  /** The public half of the agent's original key. */
  public VerificationKey agentKey() {
    return Template.MADE.agentKey();
  }

  /** The public half of the agent's current key. */
  public Optional<VerificationKey> enrolledKey() throws HsmException {
    try (TokenSession session = real().openSession()) {
      return session
          .agentKeys()
          .find(AGENT_LABEL)
          .map(AgentKey::publicKey)
          .map(VerificationKey::of);
    }
  }

  /** Removes the label of the agent's key. */
  public void unenrol() throws HsmException {
    relabel(AGENT_LABEL, PUT_ASIDE);
  }

  /** Restores the label. */
  public void enrol() throws HsmException {
    relabel(PUT_ASIDE, AGENT_LABEL);
  }

  /** Replaces the agent's key with another one. */
  public void enrolAnother() throws HsmException {
    unenrol();
    try (TokenSession session = real().openSession()) {
      AgentKey _ = session.agentKeys().findOrGenerate(AGENT_LABEL);
    }
  }

  private void relabel(String from, String to) throws HsmException {
    boolean _ =
        raw(token -> {
          Map<Attribute, Object> wanted =
              Map.of(
                  Attribute.CLASS,
                  RawToken.CKO_PRIVATE_KEY,
                  Attribute.LABEL,
                  from.getBytes(StandardCharsets.UTF_8));
          for (long key : token.find(wanted)) {
            token.relabel(key, to);
          }
          return true;
        });
  }

  /** Generates a key, as somebody else who is logged in can. */
  public HsmKey plant(KeySpec spec, CkaId id, String label) throws HsmException {
    return plant(spec, id, label, KeyTemplate.LUNA_GUIDE);
  }

  /** Generates a key with this template. */
  public HsmKey plant(KeySpec spec, CkaId id, String label, KeyTemplate template)
      throws HsmException {
    try (TokenSession session = real().openSession()) {
      return session.keys().generate(spec, id, label, template);
    }
  }

  /**
   * Generates a pair with an id and a label that a secret key may have. In softokn a second secret
   * key with one id would replace the first.
   */
  public void plantTwin(CkaId id, String label) throws HsmException {
    boolean _ =
        raw(token -> {
          token.generateEc(label, id, true);
          return true;
        });
  }

  /** Makes this key unextractable, until the agent sets its attribute. */
  public void lock(CkaId id) {
    extractability.lock(id);
  }

  /** Destroys this key. */
  public void remove(CkaId id) throws HsmException {
    extractability.forget(id);
    try (TokenSession session = real().openSession()) {
      session.keys().destroyFound(session.keys().look(new HsmKeyName.Id(id)).orElseThrow());
    }
  }

  /** Every key in the token now except the agent's. */
  public Map<CkaId, HsmKey> keys() throws HsmException {
    try (TokenSession session = real().openSession()) {
      return session.keys().list().stream()
          .filter(key -> !key.label().startsWith(AGENT_LABEL))
          .map(extractability::shown)
          .collect(Collectors.toMap(HsmKey::id, Function.identity()));
    }
  }

  public Optional<HsmKey> key(CkaId id) throws HsmException {
    return Optional.ofNullable(keys().get(id));
  }

  /** From now on wrapping keys cannot be destroyed. */
  public void keepWrappingKeys() {
    wrappingKeysStay = true;
  }

  /**
   * The number of wrapping keys in the token when a session ended that had imported one. After that
   * the token has destroyed them, because they are session objects.
   */
  public int wrappingKeysLeft() {
    return wrappingKeysLeft.get();
  }

  /** The names of the calls so far, oldest first. */
  public List<String> calls() {
    return List.copyOf(faults.calls);
  }

  /** Makes this call fail until {@link #clearFaults}. */
  public void fail(String call, HsmException failure) {
    faults.failing.put(call, failure);
  }

  /** Makes the next call of this name fail. */
  public void failOnce(String call, HsmException failure) {
    faults.failingOnce.put(call, failure);
  }

  /** Makes the next call of this name fail after the token has done it. */
  public void loseAnswerOnce(String call, HsmException failure) {
    faults.answersLost.put(call, failure);
  }

  /** Makes this call hang until {@link #clearFaults}. */
  public void hold(String call) {
    faults.held.put(call, new CountDownLatch(1));
  }

  public void clearFaults() {
    faults.failing.clear();
    faults.release();
  }

  // The following methods are what the agent sees.

  /** The same for every copy of the template, so that reading it does not open the token. */
  @Override
  public TokenIdentity identity() {
    return Template.MADE.identity();
  }

  @Override
  public String proveAesKwp() throws HsmException {
    return faults.call("proveAesKwp", () -> real().proveAesKwp());
  }

  @Override
  public String proveWrapping(WrappingAlgorithm algorithm) throws HsmException {
    return faults.call("proveWrapping " + algorithm, () -> real().proveWrapping(algorithm));
  }

  @Override
  public TokenSession openSession() throws HsmException {
    return faults.call("openSession", () -> new Session(real().openSession()));
  }

  @Override
  public synchronized void close() {
    faults.calls.add("logout");
    login.ifPresent(Token::close);
    login = Optional.empty();
  }

  private record StagedWrappingKey(WrappingKey real, boolean stays) implements WrappingKey {

    @Override
    public int bits() {
      return real.bits();
    }

    @Override
    public boolean destroyed() {
      return real.destroyed();
    }

    @Override
    public void close() {
      if (!stays) {
        real.close();
      }
    }
  }

  private final class Session
      implements TokenSession, TokenSession.Keys, TokenSession.Wrapping, TokenSession.AgentKeys {

    private final TokenSession real;
    private boolean imported;

    Session(TokenSession real) {
      this.real = real;
    }

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
      return this;
    }

    @Override
    public Optional<HsmKey> find(HsmKeyName name) throws HsmException {
      return faults.call(
          name instanceof HsmKeyName.Id ? "find" : "findLabelled",
          () -> real.keys().find(name).map(extractability::shown));
    }

    @Override
    public Optional<HsmKey> look(HsmKeyName name) throws HsmException {
      return faults.call("look", () -> real.keys().look(name).map(extractability::shown));
    }

    @Override
    public List<HsmKey> list() throws HsmException {
      return faults.call(
          "list", () -> real.keys().list().stream().map(extractability::shown).toList());
    }

    @Override
    public HsmKey generate(KeySpec spec, CkaId id, String label, KeyTemplate template)
        throws HsmException {
      return faults.call("generate", () -> real.keys().generate(spec, id, label, template));
    }

    @Override
    public void destroy(HsmKey generated) throws HsmException {
      faults.run("destroy", () -> real.keys().destroy(generated));
    }

    @Override
    public void destroyFound(HsmKey key) throws HsmException {
      faults.run("destroyFound", () -> real.keys().destroyFound(key));
    }

    @Override
    public HsmKey setExtractable(HsmKey key, boolean extractable) throws HsmException {
      return faults.call(
          "setExtractable " + extractable,
          () ->
              extractability.decides(key)
                  ? extractability.set(key, extractable)
                  : real.keys().setExtractable(key, extractable));
    }

    @Override
    public WrappingKey importKey(RSAPublicKey publicKey) throws HsmException {
      imported = true;
      return faults.call(
          "importWrappingKey",
          () -> new StagedWrappingKey(real.wrapping().importKey(publicKey), wrappingKeysStay));
    }

    @Override
    public byte[] wrap(WrappingAlgorithm algorithm, WrappingKey wrappingKey, HsmKey key)
        throws HsmException {
      return faults.call(
          "wrap",
          () -> {
            extractability.demandExtractable(key);
            return real.wrapping().wrap(algorithm, ((StagedWrappingKey) wrappingKey).real(), key);
          });
    }

    @Override
    public WrapMechanism mechanism(WrappingAlgorithm algorithm) throws HsmException {
      return faults.call("mechanism", () -> real.wrapping().mechanism(algorithm));
    }

    @Override
    public ChallengeMac mac(HsmKey key, KeySpec spec) throws HsmException {
      return faults.call("mac", () -> real.keys().mac(key, spec));
    }

    @Override
    public void tryOut(KeySpec spec, WrappingAlgorithm algorithm, KeyTemplate template)
        throws HsmException {
      faults.run("tryOut", () -> real.wrapping().tryOut(spec, algorithm, template));
    }

    @Override
    public AgentKey findOrGenerate(String label) throws HsmException {
      return faults.call("findOrGenerateAgentKey", () -> real.agentKeys().findOrGenerate(label));
    }

    @Override
    public Optional<AgentKey> find(String label) throws HsmException {
      return faults.call("findAgentKey", () -> real.agentKeys().find(label));
    }

    @Override
    public byte[] sign(AgentKey key, byte[] sha256) throws HsmException {
      return faults.call("sign", () -> real.agentKeys().sign(key, sha256));
    }

    @Override
    public void close() {
      faults.calls.add("closeSession");
      if (imported) {
        wrappingKeysLeft.addAndGet(wrappingKeys());
      }
      real.close();
    }

    private int wrappingKeys() {
      Map<Attribute, Object> wanted =
          Map.of(
              Attribute.CLASS,
              RawToken.CKO_PUBLIC_KEY,
              Attribute.KEY_TYPE,
              RawToken.CKK_RSA,
              Attribute.TOKEN,
              false);
      try {
        return raw(token -> token.find(wanted).length);
      } catch (HsmException e) {
        throw new IllegalStateException("the wrapping keys could not be counted", e);
      }
    }
  }
}
