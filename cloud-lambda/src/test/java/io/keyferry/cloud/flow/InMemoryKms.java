package io.keyferry.cloud.flow;

import io.keyferry.cloud.kms.CreationNonce;
import io.keyferry.cloud.kms.ImportParameters;
import io.keyferry.cloud.kms.KeyFacts;
import io.keyferry.cloud.kms.KeyPolicy;
import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.cloud.kms.Kms;
import io.keyferry.cloud.kms.KmsAnswer;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsRefusedException.Kind;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.TaggedKey;
import io.keyferry.model.value.Blob;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import io.keyferry.model.value.WrappingPublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * KMS in memory, behind the IAM policies of the functions' roles: as strict as AWS in everything
 * that the flow relies on.
 */
public final class InMemoryKms implements Kms {

  static final String ACCOUNT = "arn:aws:kms:eu-west-1:123456789012:key/";

  /** KMS's policy of a key that is created without one. */
  static final String DEFAULT_POLICY =
      """
      {"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions",\
      "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"}]}\
      """;

  /** The lifetime of import parameters. */
  private static final Duration PARAMETERS_LIVE = Duration.ofHours(24);

  private static final KeyPolicy POLICY = KeyPolicy.inAccountOf(CloudHalf.SIGNING_KEY);

  final Map<KeyArn, KeyFacts> keys = new LinkedHashMap<>();
  final Map<KeyArn, String> policies = new HashMap<>();
  final Map<String, KeyArn> aliases = new HashMap<>();
  final Map<Blob, Token> tokens = new HashMap<>();
  final List<Blob> imported = new ArrayList<>();
  final List<Order> orders = new ArrayList<>();

  /** The first material of each key; KMS accepts no other for that key. */
  private final Map<KeyArn, Blob> materials = new HashMap<>();

  private final Map<KeyArn, Map<String, String>> tags = new HashMap<>();
  private final Map<KeyArn, Instant> created = new HashMap<>();

  /** Keys whose policies do not allow the functions to describe them. */
  final Set<KeyArn> unreadable = new HashSet<>();

  /** The methods called so far. */
  final List<String> calls = new ArrayList<>();

  final Map<String, Deque<RuntimeException>> failures = new HashMap<>();
  final Deque<Runnable> afterCreate = new ArrayDeque<>();
  final Deque<Runnable> afterTags = new ArrayDeque<>();
  final Deque<Runnable> afterImport = new ArrayDeque<>();
  final Deque<Runnable> afterAlias = new ArrayDeque<>();
  final Deque<Runnable> afterDisable = new ArrayDeque<>();
  boolean loseNextCreateAnswer;

  /** Observes every call about a key before it is answered. */
  BiConsumer<String, KeyArn> before = (method, key) -> {};

  /** How long every call takes. */
  Duration callsTake = Duration.ZERO;

  /** When the last call began. */
  Instant lastCall = Instant.MIN;

  /** IAM sees no tag younger than this. */
  Duration tagsCountAfter = Duration.ZERO;

  /** How long {@code DescribeKey} shows a new key as Creating. */
  Duration creating = Duration.ZERO;

  /** How long {@code DescribeKey} does not know a new key, though its tags can be listed. */
  Duration unknown = Duration.ZERO;

  private final Map<KeyArn, Instant> tagged = new HashMap<>();
  private int answers;
  private final CloudHalf clock;

  /** What {@code GetPublicKey} returns for every key pair. */
  Blob publicKey = TestAgent.PUBLIC_KEY;

  /** What {@code GenerateMac} returns for the agent's challenge. */
  Blob mac = TestAgent.MAC.mac();

  /** An import token: for one key, and for a day. */
  record Token(KeyArn key, WrappingPublicKey wrappingKey, Instant validTo) {}

  /** The parameters of an import of material. */
  record Order(KeyArn key, Expiration expiration, Optional<String> existing) {}

  InMemoryKms(CloudHalf clock) {
    this.clock = clock;
  }

  /** The next calls of this method fail with this exception. */
  void failing(String method, RuntimeException... next) {
    failures.computeIfAbsent(method, m -> new ArrayDeque<>()).addAll(List.of(next));
  }

  /** All further calls of this method fail with this exception. */
  void failingAlways(String method, RuntimeException failure) {
    for (int i = 0; i < 1000; i++) {
      failing(method, failure);
    }
  }

  static KmsRefusedException refusal(Kind kind) {
    return new KmsRefusedException(
        kind,
        kind + "Exception",
        "so says KMS",
        Optional.of("refused-" + kind),
        new RuntimeException("the SDK's"));
  }

  static KmsUnavailableException unavailable(boolean throttled) {
    return new KmsUnavailableException("try later", throttled, new RuntimeException("the SDK's"));
  }

  KeyArn add(String origin, String spec, String state, Optional<String> material) {
    String usage =
        spec.equals(KeySpec.SYMMETRIC_DEFAULT.name())
            ? KeyUsage.ENCRYPT_DECRYPT.name()
            : KeyUsage.SIGN_VERIFY.name();
    KeyArn arn = KeyArn.parse(ACCOUNT + "1234abcd-12ab-34cd-56ef-%012d".formatted(keys.size() + 1));
    keys.put(arn, new KeyFacts(arn, origin, spec, usage, state, material, Optional.empty()));
    policies.put(arn, DEFAULT_POLICY);
    created.put(arn, clock.instant());
    return arn;
  }

  /** Changes a key as an administrator or the clock does. */
  void become(KeyArn key, String state) {
    KeyFacts old = key(key);
    boolean empty = state.equals(KeyFacts.PENDING_IMPORT);
    replace(old, state, old.currentKeyMaterialId(), empty ? Optional.empty() : old.expiration());
  }

  /** An administrator imports the same material again, with another expiration. */
  void prolong(KeyArn key, Expiration expiration) {
    KeyFacts old = key(key);
    replace(old, old.state(), old.currentKeyMaterialId(), Optional.of(expiration));
  }

  /** Someone else imports into a key. */
  void fill(KeyArn key, Blob material) {
    materials.put(key, material);
    replace(key(key), KeyFacts.ENABLED, Optional.of("another-id"), Optional.of(Expiration.NEVER));
  }

  private void replace(
      KeyFacts old, String state, Optional<String> material, Optional<Expiration> expiration) {
    keys.put(
        old.arn(),
        new KeyFacts(
            old.arn(), old.origin(), old.keySpec(), old.keyUsage(), state, material, expiration));
  }

  void usage(KeyArn key, String usage) {
    KeyFacts old = key(key);
    keys.put(
        key,
        new KeyFacts(
            key,
            old.origin(),
            old.keySpec(),
            usage,
            old.state(),
            old.currentKeyMaterialId(),
            old.expiration()));
  }

  /** An existing key whose owner has not consented. */
  KeyArn addEmpty() {
    return add("EXTERNAL", "SYMMETRIC_DEFAULT", "PendingImport", Optional.empty());
  }

  /** An existing key whose owner has consented. */
  KeyArn addAllowed() {
    return allow(addEmpty());
  }

  KeyArn allow(KeyArn key) {
    tag(key, KeyTags.ALLOW_IMPORT, "true");
    return key;
  }

  void tag(KeyArn key, String name, String value) {
    tags.computeIfAbsent(key, k -> new TreeMap<>()).put(name, value);
    tagged.put(key, clock.instant());
  }

  void untag(KeyArn key, String name) {
    tags.getOrDefault(key, new TreeMap<>()).remove(name);
  }

  private KeyFacts key(KeyArn key) {
    return Optional.ofNullable(keys.get(key)).orElseThrow(() -> refusal(Kind.NOT_FOUND));
  }

  private Map<String, String> tagsOf(KeyArn key) {
    return tags.getOrDefault(key, new TreeMap<>());
  }

  @Override
  public Optional<KmsAnswer<KeyFacts>> describe(String keyId) {
    begin("describe");
    KeyArn aliased = aliases.get(keyId);
    return keys.values().stream()
        .filter(k -> k.arn().equals(aliased) || k.arn().toString().endsWith(keyId))
        .findFirst()
        .filter(key -> !isYounger(key, unknown))
        .map(this::readable)
        .map(key -> isYounger(key, creating) ? inState(key, KeyFacts.CREATING) : key)
        .map(key -> answer("DescribeKey", key));
  }

  private KeyFacts readable(KeyFacts key) {
    if (unreadable.contains(key.arn())) {
      throw refusal(Kind.ACCESS_DENIED);
    }
    return key;
  }

  private boolean isYounger(KeyFacts key, Duration age) {
    return clock.instant().isBefore(created(key.arn()).plus(age));
  }

  private static KeyFacts inState(KeyFacts key, String state) {
    return new KeyFacts(
        key.arn(),
        key.origin(),
        key.keySpec(),
        key.keyUsage(),
        state,
        key.currentKeyMaterialId(),
        key.expiration());
  }

  @Override
  public KmsAnswer<KeyArn> createKey(ImportId importId, CreationNonce nonce, NewKey key) {
    begin("createKey");
    KeyArn arn = add("EXTERNAL", key.spec().name(), "PendingImport", Optional.empty());
    usage(arn, key.usage().name());
    if (key.principals().needPolicy()) {
      policies.put(arn, POLICY.of(key));
    }
    tag(arn, KeyTags.IMPORT_ID, importId.value());
    tag(arn, KeyTags.NONCE, nonce.value());
    key.tags().forEach((name, value) -> tag(arn, name, value));
    run(afterCreate);
    if (loseNextCreateAnswer) {
      loseNextCreateAnswer = false;
      throw unavailable(false);
    }
    return answer("CreateKey", arn);
  }

  @Override
  public List<KeyArn> keysOf(ImportId importId, Instant since, Run run) {
    begin("keysOf");
    return keys.values().stream()
        .filter(key -> key.origin().equals(KeyFacts.EXTERNAL))
        .map(KeyFacts::arn)
        .filter(arn -> importId.value().equals(tagsOf(arn).get(KeyTags.IMPORT_ID)))
        .filter(arn -> !created(arn).isBefore(since))
        .toList();
  }

  @Override
  public List<TaggedKey> taggedKeys(Run run) {
    begin("taggedKeys");
    return keys.values().stream()
        .filter(key -> key.origin().equals(KeyFacts.EXTERNAL))
        .map(KeyFacts::arn)
        .filter(arn -> tagsOf(arn).containsKey(KeyTags.IMPORT_ID))
        .map(arn ->
            new TaggedKey(
                arn,
                Optional.ofNullable(tagsOf(arn).get(KeyTags.IMPORT_ID)).orElseThrow(),
                created(arn)))
        .toList();
  }

  private Instant created(KeyArn key) {
    return Optional.ofNullable(created.get(key)).orElseThrow();
  }

  @Override
  public Map<String, String> tags(KeyArn key) {
    begin("tags");
    Map<String, String> found = Map.copyOf(tagsOf(key(key).arn()));
    run(afterTags);
    return found;
  }

  @Override
  public KmsAnswer<String> createAlias(String alias, KeyArn key) {
    begin("createAlias");
    if (aliases.putIfAbsent(alias, key(key).arn()) != null) {
      throw refusal(Kind.ALREADY_EXISTS);
    }
    run(afterAlias);
    return answer("CreateAlias", alias);
  }

  @Override
  public KmsAnswer<KeyArn> disable(KeyArn key) {
    begin("disable");
    if (!countsTag(key, KeyTags.IMPORT_ID)) {
      throw refusal(Kind.ACCESS_DENIED);
    }
    KeyFacts facts = key(key);
    switch (facts.state()) {
      case KeyFacts.ENABLED, KeyFacts.DISABLED -> become(key, KeyFacts.DISABLED);
      default -> throw refusal(Kind.INVALID_STATE);
    }
    run(afterDisable);
    return answer("DisableKey", key);
  }

  @Override
  public KmsAnswer<ImportParameters> parameters(
      KeyArn key, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    begin("parameters");
    before.accept("parameters", key);
    requireImportable(key);
    Blob token = Blob.of(("SECRET-TOKEN-" + tokens.size()).getBytes(StandardCharsets.US_ASCII));
    WrappingPublicKey wrappingKey = WrappingKeys.rsa2048(tokens.size());
    Instant validTo = clock.instant().plus(PARAMETERS_LIVE);
    tokens.put(token, new Token(key, wrappingKey, validTo));
    return answer("GetParametersForImport", new ImportParameters(wrappingKey, token, validTo));
  }

  @Override
  public KmsAnswer<Optional<String>> importMaterial(
      KeyArn key, Blob token, Blob material, Expiration expiration, Optional<String> existing) {
    begin("importMaterial");
    requireImportable(key);
    Optional<Token> known =
        Optional.ofNullable(tokens.get(token))
            .filter(found -> found.key().equals(key))
            .filter(found -> clock.instant().isBefore(found.validTo()));
    if (known.isEmpty()) {
      throw refusal(Kind.UNUSABLE_TOKEN);
    }
    if (expiration.validTo().filter(end -> !end.isAfter(clock.instant())).isPresent()) {
      throw refusal(Kind.OTHER);
    }
    KeyFacts old = key(key);
    Optional<String> id =
        old.keySpec().equals(KeySpec.SYMMETRIC_DEFAULT.name())
            ? Optional.of("material-id")
            : Optional.empty();
    boolean isOther = !materials.getOrDefault(key, material).equals(material);
    if (isOther || (existing.isPresent() && !existing.equals(old.currentKeyMaterialId()))) {
      throw refusal(Kind.INCORRECT_MATERIAL);
    }
    materials.put(key, material);
    orders.add(new Order(key, expiration, existing));
    imported.add(material);
    replace(old, KeyFacts.ENABLED, id, Optional.of(expiration));
    run(afterImport);
    return answer("ImportKeyMaterial", id);
  }

  /** The condition of the roles' policies, then KMS's own. */
  private void requireImportable(KeyArn key) {
    boolean isAllowed =
        countsTag(key, KeyTags.IMPORT_ID)
            || (countsTag(key, KeyTags.ALLOW_IMPORT)
                && "true".equals(tagsOf(key).get(KeyTags.ALLOW_IMPORT)));
    if (!isAllowed) {
      throw refusal(Kind.ACCESS_DENIED);
    }
    KeyFacts facts = key(key);
    if (!facts.origin().equals(KeyFacts.EXTERNAL)) {
      throw refusal(Kind.OTHER);
    }
    switch (facts.state()) {
      case KeyFacts.PENDING_IMPORT, KeyFacts.ENABLED, KeyFacts.DISABLED, KeyFacts.UPDATING -> {}
      default -> throw refusal(Kind.INVALID_STATE);
    }
  }

  private boolean countsTag(KeyArn key, String name) {
    Instant since = tagged.getOrDefault(key, Instant.MAX);
    return tagsOf(key).containsKey(name)
        && Duration.between(since, clock.instant()).compareTo(tagsCountAfter) >= 0;
  }

  @Override
  public KmsAnswer<Blob> publicKey(KeyArn key) {
    begin("publicKey");
    requireEnabled(key);
    return answer("GetPublicKey", publicKey);
  }

  @Override
  public KmsAnswer<Blob> mac(KeyArn key, KeySpec spec, Blob message) {
    begin("mac");
    requireEnabled(key);
    return answer("GenerateMac", message.equals(TestAgent.MAC.challenge()) ? mac : message);
  }

  private void requireEnabled(KeyArn key) {
    switch (key(key).state()) {
      case KeyFacts.ENABLED -> {}
      case KeyFacts.DISABLED -> throw refusal(Kind.DISABLED);
      default -> throw refusal(Kind.INVALID_STATE);
    }
  }

  @Override
  public KmsAnswer<String> keyPolicy(KeyArn key) {
    begin("keyPolicy");
    return answer("GetKeyPolicy", Optional.ofNullable(policies.get(key)).orElseThrow());
  }

  private <T> KmsAnswer<T> answer(String action, T content) {
    return new KmsAnswer<>(content, action + "-" + ++answers);
  }

  private void begin(String method) {
    calls.add(method);
    lastCall = clock.now;
    clock.now = clock.now.plus(callsTake);
    Deque<RuntimeException> next = failures.getOrDefault(method, new ArrayDeque<>());
    if (!next.isEmpty()) {
      throw next.remove();
    }
  }

  private static void run(Deque<Runnable> next) {
    if (!next.isEmpty()) {
      next.remove().run();
    }
  }
}
