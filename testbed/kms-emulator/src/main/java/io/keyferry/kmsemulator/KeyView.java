package io.keyferry.kmsemulator;

import io.keyferry.kmsemulator.key.StoredKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an authorizer in front of the emulator needs to know of a key: KMS's resource and the
 * attributes behind KMS's condition keys. An immutable snapshot.
 *
 * @param arn the key's ARN, for example {@code arn:aws:kms:eu-west-1:111122223333:key/…}
 * @param multiRegionKeyType {@code PRIMARY} or {@code REPLICA}; empty for a single-Region key
 * @param policy the key policy as stored
 * @param aliases the names of its aliases in this Region, each with {@code alias/}, sorted
 */
public record KeyView(
    String arn,
    String region,
    Kind kind,
    Optional<String> multiRegionKeyType,
    String policy,
    Map<String, String> tags,
    List<String> aliases) {

  /** In KMS's words: {@code EXTERNAL}, {@code SYMMETRIC_DEFAULT}, {@code ENCRYPT_DECRYPT}. */
  public record Kind(String origin, String keySpec, String keyUsage) {}

  public KeyView {
    tags = Map.copyOf(tags);
    aliases = List.copyOf(aliases);
  }

  /** Whether it is a multi-Region key, primary or replica. */
  public boolean multiRegion() {
    return multiRegionKeyType.isPresent();
  }

  static KeyView of(StoredKey key, List<String> aliases) {
    StoredKey.Nature nature = key.nature();
    Kind kind = new Kind(nature.origin().name(), nature.spec().name(), nature.usage().name());
    Optional<String> type =
        nature.multiRegion()
            ? Optional.of(key.isReplica() ? "REPLICA" : "PRIMARY")
            : Optional.empty();
    return key.locked(state ->
        new KeyView(
            nature.arn().toString(),
            nature.arn().region(),
            kind,
            type,
            state.policy(),
            state.tags(),
            aliases));
  }
}
