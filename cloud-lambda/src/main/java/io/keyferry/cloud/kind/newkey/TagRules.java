package io.keyferry.cloud.kind.newkey;

import io.keyferry.cloud.kms.KeyTags;
import io.keyferry.model.input.ObjectReader;
import io.keyferry.model.input.Violation;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of KMS {@code TagResource}, without the tags that KeyFerry reserves. */
final class TagRules {

  private static final int MAX_TAGS = 48;
  private static final String CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
  private static final Pattern KEY = Pattern.compile(CHARACTERS + "{1,128}");
  private static final Pattern VALUE = Pattern.compile(CHARACTERS + "{0,256}");
  private static final String ALLOWED = "letters, digits, spaces and _ . : / = + - @";

  private TagRules() {}

  static void check(Map<String, String> tags, ObjectReader fields) {
    if (tags.size() > MAX_TAGS) {
      fields.violation("tags", "at most " + MAX_TAGS + " tags", tags.size() + " tags");
    }
    tags.forEach((key, value) -> {
      String field = "tags." + key;
      if (!KEY.matcher(key).matches()) {
        fields.violation(
            field, "a tag key of 1 to 128 characters: " + ALLOWED, Violation.quoted(key));
      } else if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
        fields.violation(field, "a tag key that does not begin with aws:", Violation.quoted(key));
      } else if (key.toLowerCase(Locale.ROOT).startsWith(KeyTags.PREFIX)) {
        fields.violation(
            field, "a tag key that does not begin with keyferry:", Violation.quoted(key));
      }
      if (!VALUE.matcher(value).matches()) {
        fields.violation(
            field, "a tag value of at most 256 characters: " + ALLOWED, Violation.quoted(value));
      }
    });
  }
}
