package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.crypto.Signatures;
import io.keyferry.kmsemulator.crypto.SignedMessage;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.security.SecureRandom;

/** {@code Sign}: signs a message or its digest. */
public final class Sign implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Members.MESSAGE.needed(),
          Members.MESSAGE_TYPE,
          Members.SIGNING_ALGORITHM.needed(),
          Members.DRY_RUN);

  private final KeyStore keys;
  private final SecureRandom random;

  public Sign(KeyStore keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byAnyName(given.text("KeyId"));
    KeyBytes bytes = UsableKeys.forUsage(key, KeyUsage.SIGN_VERIFY, "Sign");
    key.requireAlgorithm(given.text("SigningAlgorithm"));
    SignedMessage message = SignedMessage.of(given, key.nature().spec());
    UsableKeys.stopDryRun(given);
    return Json.object()
        .put("KeyId", key.arn().toString())
        .put("Signature", Signatures.sign(key.nature().spec(), bytes, message, random))
        .put("SigningAlgorithm", given.text("SigningAlgorithm"));
  }
}
