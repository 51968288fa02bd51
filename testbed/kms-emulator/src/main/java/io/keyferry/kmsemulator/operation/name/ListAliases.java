package io.keyferry.kmsemulator.operation.name;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.key.Alias;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Page;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import io.keyferry.kmsemulator.value.KmsKeyId;
import java.util.Optional;

/** {@code ListAliases}: of all keys or of one. */
public final class ListAliases implements KmsOperation {

  private static final Shape SHAPE = Shape.of(Members.KEY_ID, Members.LIMIT, Members.MARKER);
  private static final int USUAL_LIMIT = 50;

  private final KeyStore keys;

  public ListAliases(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    Optional<KmsKeyId> only =
        given.optionalText("KeyId").map(name -> keys.byIdOrArn(name).arn().keyId());
    return Page.of(
        given,
        USUAL_LIMIT,
        "Aliases",
        keys.aliases().filter(alias -> only.map(alias.target()::equals).orElse(true)),
        Alias::name,
        this::entry);
  }

  private ObjectNode entry(Alias alias) {
    ObjectNode entry =
        Json.object()
            .put("AliasName", alias.name())
            .put("AliasArn", keys.aliasArn(alias))
            .put("TargetKeyId", alias.target().value());
    entry.set("CreationDate", Json.timestamp(alias.created()));
    entry.set("LastUpdatedDate", Json.timestamp(alias.updated()));
    return entry;
  }
}
