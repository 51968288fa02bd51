package io.keyferry.cloud.kind.newkey;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keyferry.cloud.kms.KeyPrincipals;
import io.keyferry.cloud.kms.KmsRefusedException;
import io.keyferry.cloud.kms.NewKey;
import io.keyferry.cloud.record.StoredOrder;
import io.keyferry.cloud.request.CheckedKind;
import io.keyferry.cloud.request.KindRequest;
import io.keyferry.cloud.request.RequestCheck;
import io.keyferry.model.input.Violation;
import io.keyferry.model.value.Expiration;
import io.keyferry.model.value.KeySpec;
import io.keyferry.model.value.KeyUsage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request for a new KMS key.
 *
 * @param alias with the prefix {@code alias/}
 */
public record NewKeyRequest(Optional<String> alias, NewKey key) implements KindRequest {

  private static final String ALIAS_FIELD = NewKeyKind.NAME + ".alias";
  private static final String FREE = "an alias that is not in use";

  /** Reads the request as stored, with the content of the canonical text. */
  static NewKeyRequest stored(StoredOrder.Fields order) {
    StoredOrder.Fields key = order.object(NewKeyKind.NAME);
    return new NewKeyRequest(
        key.text("alias"),
        new NewKey(
            key.constant("keySpec", List.of(KeySpec.values())),
            key.constant("keyUsage", List.of(KeyUsage.values())),
            key.text("description").orElse(""),
            new TreeMap<>(key.textsByName("tags")),
            KeyPrincipals.of(
                key.texts("administrators"),
                key.texts("users"),
                key.flag("administratorsMayDelete", true))));
  }

  @Override
  public Optional<KeySpec> keySpec() {
    return Optional.of(key.spec());
  }

  @Override
  public Optional<Expiration> expiration(Optional<Expiration> asked) {
    return Optional.of(asked.orElse(Expiration.NEVER));
  }

  @Override
  public boolean goesToAgentOfAnother() {
    return false;
  }

  /** The first request may have created the alias already. */
  @Override
  public boolean conflictsWithItself() {
    return alias.isPresent();
  }

  @Override
  public String inWords() {
    return "new %s key".formatted(key.spec()) + alias.map(name -> ", " + name).orElse("");
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(NewKeyKind.NAME);
    if (alias.isPresent()) {
      json.writeStringField("alias", alias.get());
    }
    json.writeStringField("keySpec", key.spec().name());
    json.writeStringField("keyUsage", key.usage().name());
    json.writeStringField("description", key.description());
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : key.tags().entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    write("administrators", key.principals().administrators(), json);
    write("users", key.principals().users(), json);
    json.writeBooleanField("administratorsMayDelete", key.principals().administratorsMayDelete());
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

  @Override
  public Optional<CheckedKind> check(RequestCheck check) {
    check.against().limits().tagViolations(key.tags().keySet()).forEach(check::violation);
    alias.ifPresent(name -> checkFree(name, check));
    return Optional.of(
        new CheckedKind(
            Optional.empty(),
            key.spec(),
            Optional.empty(),
            Optional.empty(),
            StoredOrder.of(NewKeyKind.NAME, this::write)));
  }

  private static void checkFree(String alias, RequestCheck check) {
    try {
      check
          .describe(alias)
          .ifPresent(owner ->
              check.violation(ALIAS_FIELD, FREE, Violation.quoted(alias) + " of " + owner.arn()));
    } catch (KmsRefusedException e) {
      check.violation(
          ALIAS_FIELD, FREE + ", but KMS says " + e.sentence(), Violation.quoted(alias));
    }
  }
}
