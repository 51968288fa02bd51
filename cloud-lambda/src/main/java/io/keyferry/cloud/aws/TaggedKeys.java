package io.keyferry.cloud.aws;

import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.KmsUnavailableException;
import io.keyferry.cloud.kms.Run;
import io.keyferry.cloud.kms.TaggedKey;
import io.keyferry.model.value.KeyArn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * Finds EXTERNAL keys by a tag. KMS has no such query, so all keys are listed and the tags of the
 * new ones read. {@code tag:GetResources} would answer in one call, but from an index that lags
 * behind KMS by an unspecified time: after a lost answer to {@code CreateKey} it could allow a
 * second key.
 *
 * <p>An account may have 100,000 keys, and production shares its 2,000 DescribeKey a second. So few
 * keys are described at once, and each only once in the life of this instance, because a key's
 * origin and time never change. A scan ends when the invocation's time is used up; the next
 * continues from there.
 */
final class TaggedKeys {

  private static final int AT_ONCE = 4;
  private static final int MAX_TAGS = 50;

  /** The max difference between KMS's clock and ours. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

  /** The properties of a key that never change. */
  private sealed interface Origin {
    record External(KeyArn arn, Instant created) implements Origin {}

    record Other() implements Origin {}
  }

  private static final Origin OTHER = new Origin.Other();

  private final KmsClient kms;
  private final Map<String, Origin> known = new ConcurrentHashMap<>();

  TaggedKeys(KmsClient kms) {
    this.kms = kms;
  }

  /**
   * Finds the keys with this tag that were created since then.
   *
   * @throws KmsUnavailableException also if the run has no time left to read all keys
   */
  List<KeyArn> find(Tag tag, Instant since, Run run) {
    return tagged(tag.tagKey(), since.minus(CLOCK_MARGIN), run)
        .filter(key -> key.importId().equals(tag.tagValue()))
        .map(TaggedKey::arn)
        .toList();
  }

  /**
   * Finds all keys that have a tag of this name.
   *
   * @throws KmsUnavailableException also if the run has no time left to read all keys
   */
  List<TaggedKey> all(String tagKey, Run run) {
    return tagged(tagKey, Instant.EPOCH, run).toList();
  }

  private Stream<TaggedKey> tagged(String tagKey, Instant earliest, Run run) {
    return allKeys(run).stream()
        .gather(
            Gatherers.mapConcurrent(
                AT_ONCE,
                id ->
                    external(id, run)
                        .filter(key -> !key.created().isBefore(earliest))
                        .flatMap(key -> tagged(id, key, tagKey, run))))
        .flatMap(Optional::stream);
  }

  private List<String> allKeys(Run run) {
    List<String> ids = new ArrayList<>();
    Optional<String> marker = Optional.empty();
    do {
      checkTime(run);
      String from = marker.orElse(null);
      ListKeysResponse page = page(from);
      page.keys().stream().map(KeyListEntry::keyId).forEach(ids::add);
      marker = Optional.ofNullable(page.nextMarker());
    } while (marker.isPresent());
    return ids;
  }

  /** A refusal of ListKeys says nothing about any import. */
  private ListKeysResponse page(@Nullable String from) {
    try {
      return KmsErrors.call(() -> kms.listKeys(b -> b.limit(1000).marker(from)));
    } catch (KmsRefusedException e) {
      throw new KmsUnavailableException("kms:ListKeys: " + e.sentence(), false, e);
    }
  }

  private Optional<Origin.External> external(String keyId, Run run) {
    Origin origin = known.get(keyId);
    if (origin == null) {
      checkTime(run);
      try {
        origin = describe(keyId);
      } catch (KmsRefusedException e) {
        return another(e);
      }
      known.put(keyId, origin);
    }
    return origin instanceof Origin.External key ? Optional.of(key) : Optional.empty();
  }

  private Origin describe(String keyId) {
    KeyMetadata key = KmsErrors.call(() -> kms.describeKey(b -> b.keyId(keyId)).keyMetadata());
    return key.origin() == OriginType.EXTERNAL
        ? new Origin.External(KeyArn.parse(key.arn()), key.creationDate())
        : OTHER;
  }

  private Optional<TaggedKey> tagged(String keyId, Origin.External key, String tagKey, Run run) {
    checkTime(run);
    List<Tag> tags;
    try {
      tags = KmsErrors.call(() -> kms.listResourceTags(b -> b.keyId(keyId).limit(MAX_TAGS)).tags());
    } catch (KmsRefusedException e) {
      return another(e);
    }
    return tags.stream()
        .filter(tag -> tag.tagKey().equals(tagKey))
        .findFirst()
        .map(tag -> new TaggedKey(key.arn(), tag.tagValue(), key.created()));
  }

  /**
   * A key of someone else, or one that no longer exists: our keys let the account's IAM policies
   * govern them.
   */
  private static <T> Optional<T> another(KmsRefusedException e) {
    return switch (e.kind()) {
      case ACCESS_DENIED, NOT_FOUND -> Optional.empty();
      default -> throw e;
    };
  }

  private void checkTime(Run run) {
    if (!run.allows(Duration.ZERO)) {
      throw new KmsUnavailableException(
          "expected time to read all keys of the account, found none left after %d: the next scan continues from there"
              .formatted(known.size()));
    }
  }
}
