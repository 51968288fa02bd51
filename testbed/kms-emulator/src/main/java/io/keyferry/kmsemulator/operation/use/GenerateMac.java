package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.Hmac;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;

/** {@code GenerateMac}: the HMAC of a message. */
public final class GenerateMac implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.MESSAGE.needed(),
          Members.KEY_ID.needed(),
          Members.MAC_ALGORITHM.needed(),
          Members.DRY_RUN);

  private final KeyStore keys;

  public GenerateMac(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byAnyName(given.text("KeyId"));
    KeyBytes bytes = UsableKeys.forUsage(key, KeyUsage.GENERATE_VERIFY_MAC, "GenerateMac");
    String algorithm = given.text("MacAlgorithm");
    key.requireAlgorithm(algorithm);
    UsableKeys.stopDryRun(given);
    return Json.object()
        .put("Mac", Hmac.of(bytes, algorithm, given.blob("Message")))
        .put("MacAlgorithm", algorithm)
        .put("KeyId", key.arn().toString());
  }
}
