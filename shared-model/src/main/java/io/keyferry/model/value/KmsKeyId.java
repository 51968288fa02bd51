package io.keyferry.model.value;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The id of a KMS key: a lower-case UUID, or {@code mrk-} and 32 hex digits for a multi-Region key.
 */
public record KmsKeyId(String value) {

  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");
  private static final Pattern WORD =
      Pattern.compile("(?<![A-Za-z0-9-])(?:" + FORM + ")(?![A-Za-z0-9-])");

  /**
   * @throws InvalidValueException if the value has another form
   */
  public KmsKeyId {
    if (!FORM.matcher(value).matches()) {
      throw InvalidValueException.of("a KMS key id (UUID, or mrk- and 32 hex digits)", value);
    }
  }

  /** The distinct ids in a text, each a whole word. */
  public static List<KmsKeyId> allIn(String text) {
    return WORD.matcher(text)
        .results()
        .map(MatchResult::group)
        .distinct()
        .map(KmsKeyId::new)
        .toList();
  }

  @Override
  public String toString() {
    return value;
  }
}
