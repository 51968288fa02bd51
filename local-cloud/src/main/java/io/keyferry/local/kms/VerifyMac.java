package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;

/** {@code VerifyMac}: KMS answers a wrong MAC with an error, never with {@code false}. */
final class VerifyMac implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.MESSAGE.needed(),
          Members.KEY_ID.needed(),
          Members.MAC_ALGORITHM.needed(),
          Member.blob("Mac", 1, Members.LONGEST_CIPHERTEXT).needed(),
          Members.DRY_RUN);

  private final KeyStore keys;

  VerifyMac(KeyStore keys) {
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
