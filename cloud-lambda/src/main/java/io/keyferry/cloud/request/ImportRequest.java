package io.keyferry.cloud.request;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.value.AgentName;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.Sha256;
import io.keyferry.model.value.WrappingAlgorithm;
import io.keyferry.model.value.WrappingKeySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A well-formed request with every default filled in.
 *
 * @param agent absent where the request leaves it to the cloud half
 * @param hsmKey absent if a key is to be generated, and for a verification
 * @param wrappingAlgorithm absent where it was not given and depends on what KMS says of the key
 * @param expiration of a verification only what KMS must have already, where that is not what the
 *     earlier import had
 */
public record ImportRequest(
    KeyChoice key,
    Optional<AgentName> agent,
    Optional<ExistingHsmKey> hsmKey,
    Optional<WrappingAlgorithm> wrappingAlgorithm,
    WrappingKeySpec wrappingKeySpec,
    Optional<Expiration> expiration) {

  /** The one JSON text of this request: no client token, defaults written out, sets in order. */
  public String canonical() {
    return JsonText.object(json -> {
      switch (key) {
        case ExistingKey(String keyId) -> json.writeStringField("keyId", keyId);
        case NewKey newKey -> write(newKey, json);
        case Verification verification -> write(verification, json);
      }
      if (agent.isPresent()) {
        json.writeStringField("agent", agent.get().value());
      }
      if (hsmKey.isPresent()) {
        write(hsmKey.get(), json);
      }
      if (wrappingAlgorithm.isPresent()) {
        json.writeStringField("wrappingAlgorithm", wrappingAlgorithm.get().name());
      }
      json.writeStringField("wrappingKeySpec", wrappingKeySpec.name());
      if (expiration.isPresent()) {
        json.writeStringField("expiration", expiration.get().toString());
      }
    });
  }

  /** Shows whether a repeated client token came with the same request. */
  public Sha256 digest() {
    return Sha256.of(canonical().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Verification verification, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("verify");
    json.writeStringField("importId", verification.importId().value());
    json.writeBooleanField("evenIfDisabled", verification.evenIfDisabled());
    json.writeBooleanField("makeExtractable", verification.makeExtractable());
    json.writeEndObject();
  }

  private static void write(ExistingHsmKey hsmKey, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("hsmKey");
    switch (hsmKey.name()) {
      case HsmKeyName.Id(CkaId id) -> json.writeStringField("ckaId", id.hex());
      case HsmKeyName.Label(String label) -> json.writeStringField("label", label);
    }
    json.writeBooleanField("makeExtractable", hsmKey.makeExtractable());
    json.writeEndObject();
  }

  private static void write(NewKey key, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("newKey");
    if (key.alias().isPresent()) {
      json.writeStringField("alias", key.alias().get());
    }
    json.writeStringField("keySpec", key.spec().name());
    json.writeStringField("keyUsage", key.usage().name());
    json.writeStringField("description", key.description());
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : key.tags().entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    write("administrators", key.administrators(), json);
    write("users", key.users(), json);
    json.writeBooleanField("administratorsMayDelete", key.administratorsMayDelete());
    json.writeEndObject();
  }

  private static void write(String field, Set<String> values, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
