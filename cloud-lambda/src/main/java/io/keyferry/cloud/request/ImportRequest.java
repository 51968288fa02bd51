package io.keyferry.cloud.request;

import io.keyferry.cloud.record.ExistingHsmKey;
import io.keyferry.model.json.JsonText;
import io.keyferry.model.value.CkaId;
import io.keyferry.model.value.HsmKeyName;
import io.keyferry.model.value.Sha256;
import java.nio.charset.StandardCharsets;

/** A well-formed request with all defaults filled in. */
public record ImportRequest(KindRequest kind, RequestOptions options) {

  /**
   * The canonical JSON text of this request: no client token, defaults written out, sets in order.
   */
  public String canonical() {
    return JsonText.object(json -> {
      kind.write(json);
      if (options.agent().isPresent()) {
        json.writeStringField(RequestReader.AGENT, options.agent().get().value());
      }
      if (options.hsmKey().isPresent()) {
        ExistingHsmKey hsmKey = options.hsmKey().get();
        json.writeObjectFieldStart(RequestReader.HSM_KEY);
        switch (hsmKey.name()) {
          case HsmKeyName.Id(CkaId id) -> json.writeStringField("ckaId", id.hex());
          case HsmKeyName.Label(String label) -> json.writeStringField("label", label);
        }
        json.writeBooleanField("makeExtractable", hsmKey.makeExtractable());
        json.writeEndObject();
      }
      if (options.wrappingAlgorithm().isPresent()) {
        json.writeStringField("wrappingAlgorithm", options.wrappingAlgorithm().get().name());
      }
      json.writeStringField("wrappingKeySpec", options.wrappingKeySpec().name());
      if (options.expiration().isPresent()) {
        json.writeStringField("expiration", options.expiration().get().toString());
      }
    });
  }

  /** Shows whether a repeated client token came with the same request. */
  public Sha256 digest() {
    return Sha256.of(canonical().getBytes(StandardCharsets.UTF_8));
  }

  /** The first detail in the import's history. */
  String inWords() {
    return kind.inWords()
        + options
            .hsmKey()
            .map(key -> ", from the HSM's key with " + key.name().inWords())
            .orElse("");
  }
}
