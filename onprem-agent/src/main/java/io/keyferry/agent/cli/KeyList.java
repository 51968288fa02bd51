package io.keyferry.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.agent.hsm.HsmKey;
import io.keyferry.evidence.text.Printable;
import io.keyferry.model.value.KeyCheckValue;
import io.keyferry.model.value.TokenIdentity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a token says of its keys, for a reader or a program. */
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
            key.keyCheckValue().map(KeyCheckValue::toString).orElse("none given by the token"),
            named(key.attributes(), true),
            named(key.attributes(), false));
  }

  private static String text(KeyOrigin origin) {
    return """

      KMS key      %s
      origin       %s%s\
    """
        .formatted(
            origin.keyArn().map(Printable::line).orElse("none in the audit log"),
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
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("token");
      json.writeStringField("label", token.label());
      json.writeStringField("serial", token.serial());
      json.writeEndObject();
      json.writeArrayFieldStart("keys");
      for (HsmKey key : keys) {
        write(new Entry(key, origins.apply(key)), json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  private static void write(Entry entry, JsonGenerator json) throws IOException {
    HsmKey key = entry.key();
    json.writeStartObject();
    json.writeStringField("label", key.label());
    json.writeStringField("ckaId", key.id().hex());
    json.writeStringField("kind", key.form().toString());
    if (key.keyCheckValue().isPresent()) {
      KeyCheckValue checkValue = key.keyCheckValue().get();
      json.writeObjectFieldStart("keyCheckValue");
      json.writeStringField("method", checkValue.method().name());
      json.writeStringField("value", checkValue.value());
      json.writeEndObject();
    }
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, Boolean> attribute : key.attributes().entrySet()) {
      json.writeBooleanField(attribute.getKey(), attribute.getValue());
    }
    json.writeEndObject();
    if (entry.origin().isPresent()) {
      write(entry.origin().get(), json);
    }
    json.writeEndObject();
  }

  private static void write(KeyOrigin origin, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("origin");
    json.writeStringField("state", origin.state().name());
    json.writeBooleanField("orphan", origin.state().isOrphan());
    if (origin.importId().isPresent()) {
      json.writeStringField("importId", origin.importId().get().toString());
    }
    if (origin.keyArn().isPresent()) {
      json.writeStringField("keyArn", origin.keyArn().get());
    }
    json.writeEndObject();
  }
}
