package io.keyferry.cloud.flow;

import io.keyferry.cloud.request.NewKey;
import io.keyferry.model.Blob;
import io.keyferry.model.Expiration;
import io.keyferry.model.ImportId;
import io.keyferry.model.KeyArn;
import io.keyferry.model.KeySpec;
import io.keyferry.model.WrappingAlgorithm;
import io.keyferry.model.WrappingKeySpec;
import io.keyferry.model.WrappingPublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** KMS's states and refusals in memory, as far as the flow can tell them apart. */
final class InMemoryKms implements Kms {

  static final WrappingPublicKey WRAPPING_KEY = WrappingKeys.rsa2048();
  static final String POLICY = "{\"Version\":\"2012-10-17\"}";
  static final String ACCOUNT = "arn:aws:kms:eu-west-1:123456789012:key/";

  final Map<KeyArn, KeyFacts> keys = new LinkedHashMap<>();
  final Map<KeyArn, ImportId> tags = new LinkedHashMap<>();
  private final Map<KeyArn, Instant> created = new HashMap<>();
  final Map<String, KeyArn> aliases = new HashMap<>();
  final Map<Blob, KeyArn> tokens = new HashMap<>();
  final List<Blob> imported = new ArrayList<>();
  final List<Order> orders = new ArrayList<>();

  /** The methods called so far. */
  final List<String> calls = new ArrayList<>();

  final Map<String, Deque<RuntimeException>> failures = new HashMap<>();
  final Deque<Runnable> afterCreate = new ArrayDeque<>();
  final Deque<Runnable> afterImport = new ArrayDeque<>();
  boolean loseNextCreateAnswer;
  private int answers;
  private final InstantSource clock;

  /** What an import of material asked for. */
  record Order(KeyArn key, Expiration expiration, Optional<String> existing) {}

  InMemoryKms(InstantSource clock) {
    this.clock = clock;
  }

  /** What every pair answers to {@code GetPublicKey}. */
  Blob publicKey = TestAgent.PUBLIC_KEY;

  /** What every HMAC key makes of the agent's challenge. */
  Blob mac = TestAgent.MAC.mac();

  /** The next calls of this method fail so. */
  void failing(String method, RuntimeException... next) {
    failures.computeIfAbsent(method, m -> new ArrayDeque<>()).addAll(List.of(next));
  }

  static KmsRefusedException refusal(KmsRefusedException.Kind kind) {
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
    KeyArn arn = KeyArn.parse(ACCOUNT + "1234abcd-12ab-34cd-56ef-%012d".formatted(keys.size() + 1));
    keys.put(arn, new KeyFacts(arn, origin, spec, state, material));
    created.put(arn, clock.instant());
    return arn;
  }

  /** What an administrator or the clock does to a key. */
  void become(KeyArn key, String state) {
    KeyFacts old = Optional.ofNullable(keys.get(key)).orElseThrow();
    keys.put(
        key, new KeyFacts(key, old.origin(), old.keySpec(), state, old.currentKeyMaterialId()));
  }

  KeyArn addEmpty() {
    return add("EXTERNAL", "SYMMETRIC_DEFAULT", "PendingImport", Optional.empty());
  }

  @Override
  public Optional<KmsAnswer<KeyFacts>> describe(String keyId) {
    fail("describe");
    KeyArn aliased = aliases.get(keyId);
    return keys.values().stream()
        .filter(k -> k.arn().equals(aliased) || k.arn().toString().endsWith(keyId))
        .findFirst()
        .map(key -> answer("DescribeKey", key));
  }

  @Override
  public KmsAnswer<KeyArn> createKey(ImportId importId, NewKey key) {
    fail("createKey");
    KeyArn arn = add("EXTERNAL", key.spec().name(), "PendingImport", Optional.empty());
    tags.put(arn, importId);
    if (!afterCreate.isEmpty()) {
      afterCreate.remove().run();
    }
    if (loseNextCreateAnswer) {
      loseNextCreateAnswer = false;
      throw unavailable(false);
    }
    return answer("CreateKey", arn);
  }

  @Override
  public List<KeyArn> keysOf(ImportId importId, Instant since, Run run) {
    fail("keysOf");
    return keys.keySet().stream().filter(k -> importId.equals(tags.get(k))).toList();
  }

  @Override
  public List<TaggedKey> taggedKeys(Run run) {
    fail("taggedKeys");
    return tags.entrySet().stream()
        .map(tag -> new TaggedKey(tag.getKey(), tag.getValue().value(), created(tag.getKey())))
        .toList();
  }

  private Instant created(KeyArn key) {
    return Optional.ofNullable(created.get(key)).orElseThrow();
  }

  @Override
  public void createAlias(String alias, KeyArn key) {
    fail("createAlias");
    if (aliases.putIfAbsent(alias, key) != null) {
      throw refusal(KmsRefusedException.Kind.ALREADY_EXISTS);
    }
  }

  @Override
  public KmsAnswer<ImportParameters> parameters(
      KeyArn key, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    fail("parameters");
    Blob token = Blob.of(("SECRET-TOKEN-" + tokens.size()).getBytes(StandardCharsets.US_ASCII));
    tokens.put(token, key);
    return answer(
        "GetParametersForImport",
        new ImportParameters(WRAPPING_KEY, token, clock.instant().plus(Duration.ofHours(24))));
  }

  @Override
  public KmsAnswer<Optional<String>> importMaterial(
      KeyArn key, Blob token, Blob material, Expiration expiration, Optional<String> existing) {
    fail("importMaterial");
    if (!key.equals(tokens.get(token))) {
      throw refusal(KmsRefusedException.Kind.UNUSABLE_TOKEN);
    }
    existing.ifPresent(id -> {
      if (!material.equals(imported.getFirst())) {
        throw refusal(KmsRefusedException.Kind.INCORRECT_MATERIAL);
      }
    });
    orders.add(new Order(key, expiration, existing));
    imported.add(material);
    KeyFacts old = Optional.ofNullable(keys.get(key)).orElseThrow();
    Optional<String> id =
        old.keySpec().equals(KeySpec.SYMMETRIC_DEFAULT.name())
            ? Optional.of("material-id")
            : Optional.empty();
    keys.put(key, new KeyFacts(key, old.origin(), old.keySpec(), "Enabled", id));
    if (!afterImport.isEmpty()) {
      afterImport.remove().run();
    }
    return answer("ImportKeyMaterial", id);
  }

  @Override
  public KmsAnswer<Blob> publicKey(KeyArn key) {
    fail("publicKey");
    return answer("GetPublicKey", publicKey);
  }

  @Override
  public KmsAnswer<Blob> mac(KeyArn key, KeySpec spec, Blob message) {
    fail("mac");
    return answer("GenerateMac", message.equals(TestAgent.MAC.challenge()) ? mac : message);
  }

  @Override
  public KmsAnswer<String> keyPolicy(KeyArn key) {
    fail("keyPolicy");
    return answer("GetKeyPolicy", POLICY);
  }

  private <T> KmsAnswer<T> answer(String action, T content) {
    return new KmsAnswer<>(content, action + "-" + ++answers);
  }

  private void fail(String method) {
    calls.add(method);
    Deque<RuntimeException> next = failures.getOrDefault(method, new ArrayDeque<>());
    if (!next.isEmpty()) {
      throw next.remove();
    }
  }
}
