package io.keyferry.kmsemulator.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules for the tags of a key beyond the length of each. */
public final class Tags {

  public static final int MAX_PER_KEY = 50;

  private Tags() {}

  /**
   * Validates the tags of one request.
   *
   * @throws KmsError if KMS would refuse the tags
   */
  public static void check(List<Map.Entry<String, String>> tags) {
    if (tags.stream().anyMatch(tag -> tag.getKey().toLowerCase(Locale.ROOT).startsWith("aws:"))) {
      throw error("Tags beginning with aws: are reserved");
    }
    if (tags.stream().map(Map.Entry::getKey).distinct().count() < tags.size()) {
      throw error("Duplicate tag keys");
    }
    checkCount(tags.size());
  }

  /**
   * Refuses more than 50 tags on a key.
   *
   * @throws KmsError if a key would have too many tags
   */
  public static void checkCount(int count) {
    if (count > MAX_PER_KEY) {
      throw error("Too many tags");
    }
  }

  public static ArrayNode list(List<Map.Entry<String, String>> tags) {
    ArrayNode list = Json.object().putArray("Tags");
    tags.forEach(
        tag -> list.addObject().put("TagKey", tag.getKey()).put("TagValue", tag.getValue()));
    return list;
  }

  private static KmsError error(String sentence) {
    return KmsError.of("TagException", sentence);
  }
}
