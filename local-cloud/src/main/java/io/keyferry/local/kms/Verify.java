package io.keyferry.local.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code Verify}: KMS answers a wrong signature with an error, never with {@code false}. */
final class Verify implements KmsOperation {

  private static final Shape SHAPE =
      Shape.of(
          Members.KEY_ID.needed(),
          Members.MESSAGE.needed(),
          Members.MESSAGE_TYPE,
          Member.blob("Signature", 1, Members.LONGEST_CIPHERTEXT).needed(),
          Members.SIGNING_ALGORITHM.needed(),
          Members.DRY_RUN);

  private final KeyStore keys;

  Verify(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public ObjectNode answer(ObjectNode request) {
    Parameters given = SHAPE.check(request);
    StoredKey key = keys.byAnyName(given.text("KeyId"));
    KeyBytes bytes = UsableKeys.forUsage(key, KeyUsage.SIGN_VERIFY, "Verify");
    key.requireAlgorithm(given.text("SigningAlgorithm"));
    SignedMessage message = SignedMessage.of(given, key.nature().spec());
    if (!Signatures.verify(key.nature().spec(), bytes, message, given.blob("Signature"))) {
      throw KmsError.unexplained("KMSInvalidSignatureException");
    }
    UsableKeys.stopDryRun(given);
    return Json.object()
        .put("KeyId", key.arn().toString())
        .put("SignatureValid", true)
        .put("SigningAlgorithm", given.text("SigningAlgorithm"));
  }
}
