package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;

/** {@code Sign}: over a message or its digest. */
final class Sign implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Members.MESSAGE.needed(),
          Members.MESSAGE_TYPE,
          Members.SIGNING_ALGORITHM.needed(),
          Members.DRY_RUN);

  private final KeyStore keys;
  private final SecureRandom random;

  Sign(KeyStore keys, SecureRandom random) {
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
