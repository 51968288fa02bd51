package io.keyferry.agent.cli;

import io.keyferry.agent.cli.option.CliJson;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.TokenIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of a token, as text or JSON. */
record KeyList(
    TokenIdentity token, List<HsmKey> keys, Function<HsmKey, Optional<KeyOrigin>> origins) {

  /** One key. */
  record Entry(HsmKey key, Optional<KeyOrigin> origin) {

    String text() {
      return KeyList.text(key) + origin.map(KeyList::text).orElse("");
    }
  }

  String text() {
    String head =
        "token '%s', serial %s: %d keys"
            .formatted(Printable.line(token.label()), Printable.line(token.serial()), keys.size());
    return keys.stream()
        .map(key -> new Entry(key, origins.apply(key)).text())
        .collect(Collectors.joining("", head, ""));
  }

  private static String text(HsmKey key) {
    return """


    %s
      CKA_ID       %s
      kind         %s
      check value  %s
      true         %s
      false        %s\
    """
        .formatted(
            Printable.line(key.label()),
            key.id(),
            key.form(),
            key.keyCheckValue().map(KeyCheckValue::toString).orElse("not reported by the token"),
            named(key.attributes(), true),
            named(key.attributes(), false));
  }

  private static String text(KeyOrigin origin) {
    return """

      KMS key      %s
      origin       %s%s\
    """
        .formatted(
            origin.keyArn().map(Printable::line).orElse("not in the audit log"),
            origin.state().words(),
            origin.importId().map(id -> "; import " + id).orElse(""));
  }

  private static String named(SortedMap<String, Boolean> attributes, boolean value) {
    return attributes.entrySet().stream()
        .filter(attribute -> attribute.getValue() == value)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(" "));
  }

  /** {@code {"token": {"label", "serial"}, "keys": [{"label", "ckaId", "kind", …}]}}. */
  String json() {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("label", token.label());
    named.put("serial", token.serial());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("token", named);
    json.put("keys", keys.stream().map(key -> json(key, origins.apply(key))).toList());
    return CliJson.of(json);
  }

  private static Map<String, Object> json(HsmKey key, Optional<KeyOrigin> origin) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", key.label());
    json.put("ckaId", key.id().hex());
    json.put("kind", key.form().toString());
    key.keyCheckValue().ifPresent(value -> json.put("keyCheckValue", json(value)));
    json.put("attributes", key.attributes());
    origin.ifPresent(known -> json.put("origin", json(known)));
    return json;
  }

  private static Map<String, Object> json(KeyCheckValue value) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("method", value.method().name());
    json.put("value", value.value());
    return json;
  }

  private static Map<String, Object> json(KeyOrigin origin) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", origin.state().name());
    json.put("orphan", origin.state().isOrphan());
    origin.importId().ifPresent(id -> json.put("importId", id.toString()));
    origin.keyArn().ifPresent(arn -> json.put("keyArn", arn));
    return json;
  }
}
