package io.keyferry.kmsemulator.operation.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyferry.kmsemulator.crypto.Hmac;
import io.keyferry.kmsemulator.crypto.KeyBytes;
import io.keyferry.kmsemulator.key.KeyStore;
import io.keyferry.kmsemulator.key.KeyUsage;
import io.keyferry.kmsemulator.key.StoredKey;
import io.keyferry.kmsemulator.key.UsableKeys;
import io.keyferry.kmsemulator.protocol.Json;
import io.keyferry.kmsemulator.protocol.KmsError;
import io.keyferry.kmsemulator.protocol.KmsOperation;
import io.keyferry.kmsemulator.protocol.Member;
import io.keyferry.kmsemulator.protocol.Members;
import io.keyferry.kmsemulator.protocol.Parameters;
import io.keyferry.kmsemulator.protocol.Shape;
import java.security.MessageDigest;

/** {@code VerifyMac}: KMS answers a wrong MAC with an error, never with {@code false}. */
public final class VerifyMac implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.MESSAGE.needed(),
          Members.KEY_ID.needed(),
          Members.MAC_ALGORITHM.needed(),
          Member.blob("Mac", 1, Members.MAX_CIPHERTEXT).needed(),
          Members.DRY_RUN);

  private final KeyStore keys;

  public VerifyMac(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byAnyName(given.text("KeyId"));
    KeyBytes bytes = UsableKeys.forUsage(key, KeyUsage.GENERATE_VERIFY_MAC, "VerifyMac");
    String algorithm = given.text("MacAlgorithm");
    key.requireAlgorithm(algorithm);
    byte[] expected = Hmac.of(bytes, algorithm, given.blob("Message"));
    if (!MessageDigest.isEqual(expected, given.blob("Mac"))) {
      throw KmsError.unexplained("KMSInvalidMacException");
    }
    UsableKeys.stopDryRun(given);
    return Json.object()
        .put("KeyId", key.arn().toString())
        .put("MacValid", true)
        .put("MacAlgorithm", algorithm);
  }
}
