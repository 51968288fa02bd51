package io.keyferry.cloud.request;

import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.KeyArn;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the owner of an existing KMS key allows KeyFerry to import into it. A caller of KeyFerry
 * may have no right to the key; anyone who can tag the key has.
 */
public final class KeyConsent {

  private static final String YES = "true";

  private KeyConsent() {}

  /**
   * The violation of a key whose owner does not allow it.
   *
   * @param orOurs whether a key that KeyFerry created is allowed without the tag
   */
  public static Optional<Violation> violation(
      String field, KeyArn key, Map<String, String> tags, boolean orOurs) {
    String tag = KeyTags.ALLOW_IMPORT;
    boolean given = YES.equals(tags.get(tag)) || (orOurs && tags.containsKey(KeyTags.IMPORT_ID));
    return given
        ? Optional.empty()
        : Optional.of(
            new Violation(
                field,
                "a KMS key whose owner allows the import by the tag %s=%s (aws kms tag-resource --key-id %s --tags TagKey=%s,TagValue=%s; IAM may need five minutes to see it)"
                    .formatted(tag, YES, key, tag, YES),
                tags.containsKey(tag)
                    ? Violation.quoted(tag + "=" + tags.get(tag))
                    : "a key without it"));
  }
}
