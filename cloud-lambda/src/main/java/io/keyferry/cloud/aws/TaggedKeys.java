package io.keyferry.cloud.aws;

import io.keyferry.cloud.flow.KmsRefusedException;
import io.keyferry.cloud.flow.TaggedKey;
import io.keyferry.model.KeyArn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * Finds EXTERNAL keys by a tag. KMS has no such question, so all keys are listed, the new ones
 * picked out and their tags read; many at once, as an account may have thousands of keys.
 */
final class TaggedKeys {

  private static final int AT_ONCE = 16;
  private static final int MOST_TAGS = 50;

  /** KMS's clock and ours may differ by this much. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

  private final KmsClient kms;

  TaggedKeys(KmsClient kms) {
    this.kms = kms;
  }

  /** Those with this tag that were created since then. */
  List<KeyArn> find(Tag tag, Instant since) {
    return tagged(tag.tagKey(), since.minus(CLOCK_MARGIN))
        .filter(key -> key.importId().equals(tag.tagValue()))
        .map(TaggedKey::arn)
        .toList();
  }

  /** All that have a tag of this name. */
  List<TaggedKey> all(String tagKey) {
    return tagged(tagKey, Instant.EPOCH).toList();
  }

  private Stream<TaggedKey> tagged(String tagKey, Instant earliest) {
    return allKeys().stream()
        .gather(Gatherers.mapConcurrent(AT_ONCE, id -> tagged(id, tagKey, earliest)))
        .flatMap(Optional::stream);
  }

  private List<String> allKeys() {
    List<String> ids = new ArrayList<>();
    Optional<String> marker = Optional.empty();
    do {
      String from = marker.orElse(null);
      ListKeysResponse page = KmsErrors.call(() -> kms.listKeys(b -> b.limit(1000).marker(from)));
      page.keys().stream().map(KeyListEntry::keyId).forEach(ids::add);
      marker = Optional.ofNullable(page.nextMarker());
    } while (marker.isPresent());
    return ids;
  }

  private Optional<TaggedKey> tagged(String keyId, String tagKey, Instant earliest) {
    try {
      KeyMetadata key = KmsErrors.call(() -> kms.describeKey(b -> b.keyId(keyId)).keyMetadata());
      if (key.origin() != OriginType.EXTERNAL || key.creationDate().isBefore(earliest)) {
        return Optional.empty();
      }
      List<Tag> tags =
          KmsErrors.call(() -> kms.listResourceTags(b -> b.keyId(keyId).limit(MOST_TAGS)).tags());
      return tags.stream()
          .filter(tag -> tag.tagKey().equals(tagKey))
          .findFirst()
          .map(tag -> new TaggedKey(KeyArn.parse(key.arn()), tag.tagValue(), key.creationDate()));
    } catch (KmsRefusedException e) {
      // Another's key, or one that is gone: ours lets the account's IAM policies govern it.
      return switch (e.kind()) {
        case ACCESS_DENIED, NOT_FOUND -> Optional.empty();
        default -> throw e;
      };
    }
  }
}
