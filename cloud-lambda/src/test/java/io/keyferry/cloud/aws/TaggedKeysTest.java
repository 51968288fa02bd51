package io.keyferry.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.keyferry.cloud.aws.ScriptedAws.Call;
import io.keyferry.cloud.aws.ScriptedAws.Reply;
import io.keyferry.cloud.kms.FlowLog;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.TaggedKey;
import io.keyferry.model.json.Json;
import io.keyferry.model.record.StepEvent;
import io.keyferry.model.value.ImportId;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.Tag;

/** Finds keys by their tag in accounts with many keys, of other owners and of every kind. */
class TaggedKeysTest {

  private static final Instant REQUESTED = Instant.parse("2026-11-23T09:30:00Z");
  private static final String TAG = "keyferry:import-id";
  private static final String ID = "0b7c0a52-4f0e-4a3c-9d0e-5f7d3a1b2c4d";
  private static final Tag OURS = Tag.builder().tagKey(TAG).tagValue(ID).build();

  /** A key of the account. */
  private record Key(String origin, Instant created, Map<String, String> tags, boolean ours) {}

  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger maxInFlight = new AtomicInteger();
  private Runnable whileDescribing = () -> {};
  private final ScriptedAws aws = new ScriptedAws(this::answer);
  private final TaggedKeys tagged = new TaggedKeys(aws.kms());
  private Instant now = REQUESTED;

  @Test
  void findsTheKeyOnWhicheverPageItIs() {
    add(2500, "EXTERNAL", Map.of());
    KeyArn ours = add("EXTERNAL", REQUESTED, Map.of(TAG, ID), true);
    add(1, "EXTERNAL", Map.of());

    assertThat(find()).containsExactly(ours);
    assertThat(aws.calls("ListKeys")).hasSize(3);
  }

  @Test
  void ignoresKeysThatAreOlderOrOfAnotherOriginOrOfAnotherImport() {
    add("EXTERNAL", REQUESTED.minus(Duration.ofMinutes(2)), Map.of(TAG, ID), true);
    add("AWS_KMS", REQUESTED, Map.of(TAG, ID), true);
    add("EXTERNAL", REQUESTED, Map.of(TAG, "00000000-0000-0000-0000-000000000001"), true);
    add("EXTERNAL", REQUESTED, Map.of("another", ID), true);
    KeyArn ours = add("EXTERNAL", REQUESTED.minusSeconds(30), Map.of("a", "b", TAG, ID), true);

    assertThat(find()).containsExactly(ours);
    assertThat(aws.calls("ListResourceTags"))
        .as("keys whose tags were read: neither the old one nor the one of KMS's own")
        .hasSize(3);
  }

  @Test
  void ignoresKeysThatItMayNotReadAndDeletedKeys() {
    add("EXTERNAL", REQUESTED, Map.of(TAG, ID), false);
    KeyArn ours = add("EXTERNAL", REQUESTED, Map.of(TAG, ID), true);
    keys.put("00000000-0000-0000-0000-00000000dead", new Key("GONE", REQUESTED, Map.of(), true));

    assertThat(find()).containsExactly(ours);
  }

  @Test
  void listsAllThatCarryTheTagWhateverTheirAge() {
    KeyArn old = add("EXTERNAL", Instant.EPOCH, Map.of(TAG, "no id"), true);
    KeyArn ours = add("EXTERNAL", REQUESTED, Map.of(TAG, ID), true);
    add("EXTERNAL", REQUESTED, Map.of(), true);

    assertThat(tagged.all(TAG, run(Duration.ofMinutes(5))))
        .extracting(TaggedKey::arn, TaggedKey::importId)
        .containsExactlyInAnyOrder(tuple(old, "no id"), tuple(ours, ID));
  }

  @Test
  void noMoreThanFourAreDescribedAtOnce() {
    add(16, "EXTERNAL", Map.of());
    CyclicBarrier four = new CyclicBarrier(4);
    whileDescribing =
        () -> {
          try {
            four.await();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };

    assertThat(find()).isEmpty();
    assertThat(maxInFlight).hasValue(4);
  }

  @Test
  void inAnAccountOfTenThousandKeysEachIsDescribedOnceInTheLifeOfAnInstance() {
    add(10_000, "AWS_KMS", Map.of());
    assertThat(find()).isEmpty();
    assertThat(find()).isEmpty();
    KeyArn ours = add("EXTERNAL", REQUESTED, Map.of(TAG, ID), true);
    assertThat(find()).containsExactly(ours);
    assertThat(find()).containsExactly(ours);
    assertThat(tagged.all(TAG, run(Duration.ofMinutes(5)))).hasSize(1);

    assertThat(aws.calls("DescribeKey")).hasSize(10_001);
    assertThat(aws.calls("ListResourceTags")).as("tags may change").hasSize(3);
  }

  @Test
  void keysThatOneInvocationHasNoTimeForAreReadInTheNext() {
    add(300, "AWS_KMS", Map.of());
    KeyArn ours = add("EXTERNAL", REQUESTED, Map.of(TAG, ID), true);
    // Each key takes a tenth of a second of this clock.
    whileDescribing = this::tick;

    int invocations = 1;
    Optional<List<KeyArn>> found = tryFind();
    while (found.isEmpty()) {
      invocations++;
      found = tryFind();
    }

    assertThat(found.get()).containsExactly(ours);
    assertThat(invocations).isBetween(2, 10);
    assertThat(aws.calls("DescribeKey")).hasSize(301);
  }

  @Test
  void aRefusalToListKeysIsNoAnswerAboutTheImport() {
    keys.clear();
    ScriptedAws denied = new ScriptedAws(call -> Reply.error("AccessDeniedException", "no"));
    assertThatThrownBy(
            () -> new TaggedKeys(denied.kms()).find(OURS, REQUESTED, run(Duration.ofMinutes(5))))
        .isInstanceOf(KmsUnavailableException.class)
        .hasMessageContaining("kms:ListKeys: AccessDeniedException");
  }

  private Optional<List<KeyArn>> tryFind() {
    try {
      return Optional.of(tagged.find(OURS, REQUESTED, run(Duration.ofSeconds(20))));
    } catch (KmsUnavailableException e) {
      assertThat(e).hasMessageContaining("the next scan continues from there");
      return Optional.empty();
    }
  }

  private List<KeyArn> find() {
    return tagged.find(OURS, REQUESTED, run(Duration.ofMinutes(5)));
  }

  private synchronized void tick() {
    now = now.plusMillis(100);
  }

  private synchronized Instant now() {
    return now;
  }

  private Run run(Duration timeout) {
    InstantSource clock = this::now;
    return new Run("request", clock, now().plus(timeout), new Silent());
  }

  private void add(int number, String origin, Map<String, String> tags) {
    for (int i = 0; i < number; i++) {
      add(origin, REQUESTED, tags, true);
    }
  }

  private KeyArn add(String origin, Instant created, Map<String, String> tags, boolean ours) {
    String id = "1234abcd-12ab-34cd-56ef-%012d".formatted(keys.size());
    keys.put(id, new Key(origin, created, tags, ours));
    return KeyArn.parse(arn(id));
  }

  private static String arn(String id) {
    return "arn:aws:kms:eu-west-1:123456789012:key/" + id;
  }

  /** As KMS answers: it accepts only a marker that it returned, and no limit above its own. */
  private Reply answer(Call call) {
    return switch (call.operation()) {
      case "ListKeys" -> list(call);
      case "DescribeKey" -> {
        maxInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        whileDescribing.run();
        inFlight.decrementAndGet();
        yield sleepJittered(
            call,
            (id, key) ->
                "{\"KeyMetadata\":{\"KeyId\":\"%s\",\"Arn\":\"%s\",\"Origin\":\"%s\",\"CreationDate\":%d}}"
                    .formatted(id, arn(id), key.origin(), key.created().getEpochSecond()));
      }
      case "ListResourceTags" -> {
        assertThat(limit(call)).isBetween(1, 50);
        yield sleepJittered(
            call,
            (id, key) ->
                key.tags().entrySet().stream()
                    .map(tag ->
                        "{\"TagKey\":\"%s\",\"TagValue\":\"%s\"}"
                            .formatted(tag.getKey(), tag.getValue()))
                    .collect(Collectors.joining(",", "{\"Truncated\":false,\"Tags\":[", "]}")));
      }
      default -> throw new IllegalStateException("no answer to " + call.operation());
    };
  }

  private Reply list(Call call) {
    assertThat(limit(call)).isBetween(1, 1000);
    List<String> all = new ArrayList<>(keys.keySet());
    int from = 0;
    Optional<String> marker = call.request().text("Marker");
    if (marker.isPresent()) {
      assertThat(marker.get()).startsWith("marker-");
      from = Integer.parseInt(marker.get().substring("marker-".length()));
    }
    int to = Math.min(from + limit(call), all.size());
    String page =
        all.subList(from, to).stream()
            .map(id -> "{\"KeyId\":\"%s\",\"KeyArn\":\"%s\"}".formatted(id, arn(id)))
            .collect(Collectors.joining(",", "\"Keys\":[", "]"));
    return Reply.ok(
        to == all.size()
            ? "{\"Truncated\":false," + page + "}"
            : "{\"Truncated\":true,\"NextMarker\":\"marker-" + to + "\"," + page + "}");
  }

  private static int limit(Call call) {
    return call.request().field("Limit").orElseThrow() instanceof Json.Num(String literal)
        ? Integer.parseInt(literal)
        : -1;
  }

  private interface Answer {
    String of(String id, Key key);
  }

  private Reply sleepJittered(Call call, Answer answer) {
    String id = call.text("KeyId");
    Key key = Optional.ofNullable(keys.get(id)).orElseThrow();
    if (key.origin().equals("GONE")) {
      return Reply.error("NotFoundException", "Key '" + arn(id) + "' does not exist");
    }
    return key.ours()
        ? Reply.ok(answer.of(id, key))
        : Reply.error("AccessDeniedException", "the key policy does not name you");
  }

  /** Logs nothing. */
  private static final class Silent implements FlowLog {
    @Override
    public void step(StepEvent step) {}

    @Override
    public void line(Level level, String message) {}

    @Override
    public void line(Level level, ImportId importId, String message) {}
  }
}
