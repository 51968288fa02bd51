package io.keyferry.cloud.aws;

import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.model.value.HsmKeyName;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The HSM key that a request named, as a map of an import's item. */
final class HsmKeyItem {

  private static final String NAME = "name";
  private static final String MAKE_EXTRACTABLE = "makeExtractable";

  private HsmKeyItem() {}

  static AttributeValue of(ExistingHsmKey key) {
    return AttributeValue.fromM(
        Map.of(
            NAME, ImportItem.text(key.name().toString()),
            MAKE_EXTRACTABLE, AttributeValue.fromBool(key.makeExtractable())));
  }

  static ExistingHsmKey read(AttributeValue value) {
    return new ExistingHsmKey(
        HsmKeyName.parse(required(value, NAME).s()),
        Optional.ofNullable(value.m().get(MAKE_EXTRACTABLE))
            .map(AttributeValue::bool)
            .orElse(false));
  }

  private static AttributeValue required(AttributeValue map, String name) {
    return Optional.ofNullable(map.m().get(name))
        .orElseThrow(() ->
            new IllegalStateException(
                "expected a key of the HSM with %s, found %s".formatted(name, map.m().keySet())));
  }
}
